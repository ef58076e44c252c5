package org.activerouter.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PaperShapesTest {
    @Test
    void aRunLikeThePapersHasAllItsShapes() {
        assertThat(missedByPaper(new SyntheticRun())).isEmpty();
    }

    @Test
    void aRunWithoutARedirectHasNone() {
        assertThat(missedByPaper(new SyntheticRun().neverRedirected()))
                .hasSize(6)
                .anyMatch(wanted -> wanted.contains("within 20 s"))
                .anyMatch(wanted -> wanted.contains("steps down"))
                .anyMatch(wanted -> wanted.contains("proxy receives"))
                .anyMatch(wanted -> wanted.contains("fewer files"))
                .anyMatch(wanted -> wanted.contains("later all again"))
                .anyMatch(wanted -> wanted.contains("take longer"));
    }

    @Test
    void withoutARouterEverythingStaysAsItIs() {
        Run direct = new SyntheticRun().neverRedirected().run();
        Run redirected = new SyntheticRun().run();

        assertThat(SyntheticRun.missed(PaperShapes.ofDirect(direct))).isEmpty();
        assertThat(SyntheticRun.missed(PaperShapes.ofDirect(redirected))).anyMatch(wanted -> wanted.contains("flat"));
    }

    @Test
    void aLateDecisionIsMissed() {
        assertThat(missedByPaper(new SyntheticRun().redirectedAt(200).poorUntil(300)))
                .containsExactly("the redirect is in force within 20 s of becoming active");
    }

    @Test
    void aProxyThatForwardsHalfIsNoStep() {
        assertThat(missedByPaper(new SyntheticRun().reachingServer(0.5)))
                .containsExactly("figure 5: then it steps down by network B's share");
    }

    @Test
    void answersThatStayPoorDoNotRecover() {
        assertThat(missedByPaper(new SyntheticRun().poorUntil(480))).containsExactly("figure 6: and later all again");
    }

    @Test
    void answersThatAreNeverPoorDoNotDip() {
        assertThat(missedByPaper(new SyntheticRun().poorUntil(0)))
                .contains("figure 6: after the redirect answers name fewer files");
    }

    @Test
    void fasterAnswersAreNotThePapersFigure7() {
        assertThat(missedByPaper(new SyntheticRun().slowdown(0.5)))
                .containsExactly("figure 7: responses take longer after the redirect");
    }

    @Test
    void ourWayHasTheStepAndNoneOfTheHarm() {
        assertThat(missedByOurs(ours())).isEmpty();
    }

    @Test
    void ourWayMayNotLoseAnswersNorTimeNorConnections() {
        assertThat(missedByOurs(ours().poorUntil(260)))
                .containsExactlyInAnyOrder(
                        "figure 6: no answer becomes poorer at the redirect",
                        "no answer in B has fewer results than the server gave within the TTL before");
        assertThat(missedByOurs(ours().slowdown(1.5)))
                .containsExactly("figure 7: responses take no longer after the redirect");
        assertThat(missedByOurs(
                        new SyntheticRun().reachingServer(0.5).poorUntil(0).slowdown(0.5)))
                .containsExactly("no peer ever disconnects");
    }

    @Test
    void ourWayHasToRelieveTheServerSoonAndLeaveTheSharesWhereTheyAre() {
        assertThat(missedByOurs(ours().decidedBefore(10)))
                .containsExactly("the server's query rate from B steps down within 3 s of the verdict");
        assertThat(missedByOurs(ours().lettingGoAt(300, /* left= */ true))).isEmpty();
        assertThat(missedByOurs(ours().lettingGoAt(300, /* left= */ false)))
                .containsExactly("the peers' shares never left the directory");
    }

    @Test
    void ourWayHasToReduceWhatTheTtlAllows() {
        assertThat(missedByOurs(ours().reachingServer(0.8)))
                .containsExactly("figure 5: B's queries at the server fall as far as the TTL allows");
    }

    @Test
    void aTtlInWhichThreeMoreComeAllowsThreeQuarters() {
        assertThat(PaperShapes.bound(12.6, 126, 30)).isCloseTo(0.75, within(1e-9));
    }

    private static SyntheticRun ours() {
        return new SyntheticRun()
                .withoutOutage()
                .reachingServer(0.55)
                .poorUntil(0)
                .slowdown(0.5);
    }

    private static Set<String> missedByPaper(SyntheticRun run) {
        return SyntheticRun.missed(PaperShapes.ofThePaper(run.run()));
    }

    private static Set<String> missedByOurs(SyntheticRun run) {
        return SyntheticRun.missed(PaperShapes.ofOurs(run.run()));
    }
}
