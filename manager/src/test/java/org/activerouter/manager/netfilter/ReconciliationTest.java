package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconciliationTest {
    private static final Redirect A = redirect("10.0.0.1", 8888, 8888);
    private static final Redirect B = redirect("10.0.0.2", 8888, 18888);
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final FakeKernel kernel = new FakeKernel();
    /** Near the end of what nanoTime counts, where comparing by value instead of by difference would fail. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(7).toNanos();

    private final Reconciliation reconciliation = new Reconciliation(kernel, Rhythm.of(FakeKernel.LEASE), now);
    private Demand demand = Demand.NOTHING;

    @Test
    void rulesAreThereBeforeAnythingIsRedirected() throws InterruptedException {
        run(10);

        assertThat(kernel.calls).startsWith("down", "up").doesNotContain("renew");
        assertThat(state()).isEqualTo(State.IN_FORCE);
    }

    @Test
    void leftoversOfAKilledPredecessorAreSweptFirst() throws InterruptedException {
        kernel.leftovers = true;
        kernel.gain(B);

        want(A);
        run(10);

        assertThat(kernel.redirecting()).containsExactly(A);
        assertThat(state()).isEqualTo(State.IN_FORCE);
        assertThat(status().mended()).isZero();
    }

    @Test
    void whatIsWantedComesIntoForceAndGoesAtTheNextStep() throws InterruptedException {
        run(10);
        want(A, B);
        run(1);
        assertThat(kernel.redirecting()).containsExactlyInAnyOrder(A, B);

        want(B);
        run(1);
        assertThat(kernel.redirecting()).containsExactly(B);
        assertThat(status().inForce()).containsExactly(B);
    }

    @Test
    void serversThatAreReachedComeWithTheRedirectsOrAlone() throws InterruptedException {
        demand = demand.reaching(Set.of(B.server()));
        want(A);
        run(100);
        assertThat(kernel.served()).containsExactly(B.server());

        demand = demand.reaching(Set.of());
        reconciliation.hurry(now);
        run(100);
        assertThat(kernel.served()).isEmpty();
        assertThat(state()).isEqualTo(State.IN_FORCE);
    }

    @Test
    void leasesAreRenewedSixTimesInTheTimeTheyLive() throws InterruptedException {
        want(A);
        run(100);
        long before = kernel.count("renew");

        run(3_000);

        assertThat(kernel.count("renew") - before).isEqualTo(6);
        assertThat(kernel.count("apply")).isEqualTo(1);
    }

    @Test
    void nothingIsStartedForARenewalOfNothing() throws InterruptedException {
        run(10_000);

        assertThat(kernel.calls).doesNotContain("renew").doesNotContain("apply");
    }

    @Test
    void rulesFlushedBySomeoneElseAreBackWithinFiveSeconds() throws InterruptedException {
        want(A);
        run(1_000);

        kernel.flush();
        assertThat(kernel.redirecting()).isEmpty();
        run(5_000);

        assertThat(kernel.redirecting()).containsExactly(A);
        assertThat(status().mended()).isEqualTo(1);
        assertThat(state()).isEqualTo(State.IN_FORCE);
    }

    @Test
    void anEntryThatVanishedIsPutBack() throws InterruptedException {
        kernel.childDead = true;
        want(A, B);
        run(500);
        kernel.lose(A);

        run(2_000);

        assertThat(kernel.redirecting()).containsExactlyInAnyOrder(A, B);
        assertThat(status().mended()).isEqualTo(1);
    }

    @Test
    void anEntryOfSomebodyElseIsTakenOut() throws InterruptedException {
        want(A);
        run(1_000);
        kernel.gain(B);

        run(5_000);

        assertThat(kernel.redirecting()).containsExactly(A);
    }

    @Test
    void repeatedWarsEndInASurrenderThatIsSaid() throws InterruptedException {
        fightUntilSurrender();

        assertThat(state()).isEqualTo(State.SURRENDERED);
        assertThat(status().troubles()).singleElement().asString().contains("5 times within a minute", "resume");
        assertThat(kernel.isClean()).isTrue();
        assertThat(status().inForce()).isEmpty();
        long calls = kernel.calls.size();
        run(120_000);
        assertThat(kernel.calls).hasSize((int) calls);
    }

    @Test
    void mendsThatAreFarApartAreNoWar() throws InterruptedException {
        want(A);
        for (int i = 0; i < 30; i++) {
            run(13_000);
            kernel.flush();
        }
        run(3_000);

        assertThat(state()).isEqualTo(State.IN_FORCE);
        assertThat(status().mended()).isEqualTo(30);
    }

    @Test
    void aSurrenderEndsWithResume() throws InterruptedException {
        fightUntilSurrender();

        demand = demand.resumed();
        run(100);

        assertThat(state()).isEqualTo(State.IN_FORCE);
        assertThat(kernel.redirecting()).containsExactly(A);
        assertThat(status().troubles()).isEmpty();
    }

    @Test
    void aSurrenderThatCouldNotTakeTheRulesAwayTriesAgain() throws InterruptedException {
        want(A);
        for (int i = 0; i < 6; i++) {
            run(3_000);
            kernel.flush();
        }
        kernel.lockHeld = true;
        run(10_000);
        assertThat(state()).isEqualTo(State.SURRENDERED);
        kernel.lockHeld = false;
        run(5_000);

        assertThat(kernel.isClean()).isTrue();
        assertThat(status().troubles()).singleElement().asString().contains("times within a minute");
    }

    @Test
    void panicTakesEverythingOutAndStaysOut() throws InterruptedException {
        want(A);
        run(1_000);

        demand = demand.panicking();
        reconciliation.hurry(now);
        run(1);

        assertThat(kernel.isClean()).isTrue();
        assertThat(reconciliation.isOut()).isTrue();
        assertThat(state()).isEqualTo(State.PANIC);
        want(A, B);
        run(60_000);
        assertThat(kernel.isClean()).isTrue();
    }

    @Test
    void afterAPanicResumeBringsBackWhatIsWantedByThen() throws InterruptedException {
        want(A);
        run(1_000);
        demand = demand.panicking();
        run(1_000);
        want(A, B);

        demand = demand.resumed();
        run(100);

        assertThat(kernel.redirecting()).containsExactlyInAnyOrder(A, B);
        assertThat(state()).isEqualTo(State.IN_FORCE);
    }

    @Test
    void panicWithTheLockHeldIsNotCalledDoneButRedirectsNothing() throws InterruptedException {
        want(A);
        run(1_000);
        kernel.lockHeld = true;

        demand = demand.panicking();
        reconciliation.hurry(now);
        run(1_000);

        assertThat(reconciliation.isOut()).isFalse();
        assertThat(kernel.redirecting()).isEmpty();
        assertThat(status().troubles()).singleElement().asString().contains("xtables.lock");
        kernel.lockHeld = false;
        run(5_000);
        assertThat(reconciliation.isOut()).isTrue();
    }

    @Test
    void aHeldLockIsWaitedForWithGrowingPauses() throws InterruptedException {
        run(100);
        kernel.lockHeld = true;
        want(A);
        run(60_000);

        // After 0, 250, 750, 1750, 3750, 7750 ms and every four seconds from then on.
        assertThat(kernel.count("apply")).isBetween(17L, 20L);
        assertThat(state()).isEqualTo(State.PENDING);
        kernel.lockHeld = false;
        run(4_000);
        assertThat(state()).isEqualTo(State.IN_FORCE);
        assertThat(status().troubles()).isEmpty();
        assertThat(status().failures()).isGreaterThan(10);
        assertThat(status().mended()).isZero();
    }

    @Test
    void aRefusedChangeLeavesTheOldOneInForceAndItsLeasesRenewed() throws InterruptedException {
        want(A);
        run(1_000);
        kernel.refusing = true;
        want(A, B);
        run(10_000);

        assertThat(kernel.redirecting()).containsExactly(A);
        assertThat(status().inForce()).containsExactly(A);
        assertThat(state()).isEqualTo(State.PENDING);
        assertThat(status().troubles()).singleElement().asString().contains("refused");
    }

    @Test
    void aReleaseThatTheKernelRefusesHappensByTheLease() throws InterruptedException {
        want(A, B);
        run(1_000);
        kernel.refusing = true;
        want(B);
        run(3_600);

        assertThat(kernel.redirecting()).containsExactly(B);
        run(10_000);
        assertThat(kernel.redirecting()).containsExactly(B);
        assertThat(state()).isEqualTo(State.IN_FORCE);
    }

    @Test
    void whileACommandHangsLeasesAreRenewed() throws InterruptedException {
        want(A);
        run(1_000);
        kernel.hanging = true;
        run(20_000);

        assertThat(kernel.redirecting()).containsExactly(A);
        assertThat(state()).isEqualTo(State.PENDING);
        kernel.hanging = false;
        run(5_000);
        assertThat(state()).isEqualTo(State.IN_FORCE);
        assertThat(status().mended()).isZero();
    }

    @Test
    void aDeadRenewerIsSaidAndMadeGoodFor() throws InterruptedException {
        want(A);
        run(1_000);
        kernel.childDead = true;
        run(1_000);

        assertThat(state()).isEqualTo(State.PENDING);
        assertThat(status().troubles()).singleElement().asString().contains("not renewed");
        kernel.childDead = false;
        run(1_000);
        assertThat(state()).isEqualTo(State.IN_FORCE);
        assertThat(kernel.redirecting()).containsExactly(A);
    }

    @Test
    void leasesThatLapsedWhileWeWereFrozenAreNobodysWar() throws InterruptedException {
        want(A);
        run(1_000);
        for (int i = 0; i < 20; i++) {
            now += Duration.ofSeconds(10).toNanos();
            kernel.at(now);
            assertThat(kernel.redirecting()).isEmpty();
            run(100);
            assertThat(kernel.redirecting()).containsExactly(A);
        }

        assertThat(state()).isEqualTo(State.IN_FORCE);
        assertThat(status().mended()).isZero();
    }

    @Test
    void aServerThatCannotBeRedirectedIsSaidAndKeepsNoOtherBack() throws InterruptedException {
        want(A, redirect("2001:db8::1", 8888, 8888));
        run(100);

        assertThat(kernel.redirecting()).containsExactly(A);
        assertThat(state()).isEqualTo(State.IN_FORCE);
        assertThat(status().troubles()).singleElement().asString().contains("[2001:db8:0:0:0:0:0:1]:8888", "IPv4");
    }

    @Test
    void serversThatAreOnlyKnownForTheirSessionsAreForgottenOnceAMinute() throws InterruptedException {
        want(A);
        run(1_000);
        kernel.linger(3);
        run(70_000);

        assertThat(kernel.count("apply")).isEqualTo(2);
        assertThat(kernel.redirecting()).containsExactly(A);
    }

    /** Whatever happens in whatever order: nothing unwanted for longer than a lease, and all well soon after the last fault. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void afterAnyFaultsTheKernelIsAsWanted(long seed) throws InterruptedException {
        Random random = new Random(seed);
        Redirect[] all = {A, B, redirect("10.0.0.3", 1, 1), redirect("10.0.0.4", 65_535, 2)};
        for (int i = 0; i < 300; i++) {
            fault(random, all);
            run(random.nextInt(4_000));
        }
        kernel.lockHeld = false;
        kernel.refusing = false;
        kernel.hanging = false;
        kernel.childDead = false;
        demand = demand.resumed();
        run(10_000);

        assertThat(kernel.redirecting()).isEqualTo(demand.wanted());
        assertThat(state()).isEqualTo(State.IN_FORCE);
        assertThat(status().inForce()).isEqualTo(demand.wanted());
    }

    private void fightUntilSurrender() throws InterruptedException {
        want(A);
        for (int i = 0; i < 6; i++) {
            run(3_000);
            assertThat(state()).isEqualTo(State.IN_FORCE);
            kernel.flush();
        }
        run(3_000);
    }

    private void fault(Random random, Redirect[] all) {
        switch (random.nextInt(10)) {
            case 0 -> kernel.lockHeld ^= true;
            case 1 -> kernel.refusing ^= true;
            case 2 -> kernel.hanging ^= true;
            case 3 -> kernel.childDead ^= true;
            case 4 -> kernel.flush();
            case 5 -> kernel.lose(all[random.nextInt(all.length)]);
            case 6 -> demand = demand.panicking();
            case 7 -> demand = demand.resumed();
            default -> want(all[random.nextInt(all.length)], all[0]);
        }
    }

    private void want(Redirect... redirects) {
        demand = demand.wanting(Set.copyOf(List.of(redirects)));
        reconciliation.hurry(now);
    }

    /** Lets that many milliseconds go by, as the reconciler's thread would. */
    private void run(long millis) throws InterruptedException {
        long end = now + millis * MILLI;
        long next = now;
        while (next - end < 0) {
            now = next;
            kernel.at(now);
            next = reconciliation.step(demand, now);
            assertThat(next - now).as("never spins").isGreaterThan(0);
        }
        now = end;
        kernel.at(now);
    }

    private RedirectionStatus status() {
        return reconciliation.status(demand);
    }

    private State state() {
        return status().state();
    }

    static Redirect redirect(String address, int port, int door) {
        try {
            return new Redirect(new Endpoint(InetAddress.getByName(address), port), door);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
