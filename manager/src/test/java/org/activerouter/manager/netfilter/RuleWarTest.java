package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.junit.jupiter.api.Test;

/** What is done about others who change the rules, and when the operator wants them gone. */
class RuleWarTest extends ReconciledKernel {
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

    private void fightUntilSurrender() throws InterruptedException {
        want(A);
        for (int i = 0; i < 6; i++) {
            run(3_000);
            assertThat(state()).isEqualTo(State.IN_FORCE);
            kernel.flush();
        }
        run(3_000);
    }
}
