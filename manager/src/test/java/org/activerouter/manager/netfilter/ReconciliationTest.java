package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconciliationTest extends ReconciledKernel {
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
}
