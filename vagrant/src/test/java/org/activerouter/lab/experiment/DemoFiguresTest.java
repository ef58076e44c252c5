package org.activerouter.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.activerouter.lab.events.Event;
import org.junit.jupiter.api.Test;

/** The synthetic run as a demo: the rush begins at 160 s, the redirect comes at 165 s, calm returns at 400 s. */
class DemoFiguresTest {
    private static final double CALM = 400;

    @Test
    void aDemoThatWentWellMissesNothing() {
        assertThat(missed(good())).isEmpty();
    }

    @Test
    void aRedirectThatNeverComesIsMissed() {
        assertThat(missed(new SyntheticRun().neverRedirected()))
                .contains("the redirect is in force within 10 s of the rush");
    }

    @Test
    void aRedirectThatIsNeverReleasedIsMissed() {
        assertThat(missed(wellRedirected())).containsExactly("it is released when the rush is over");
    }

    @Test
    void aReleaseInTheMiddleOfTheRushIsMissed() {
        assertThat(missed(wellRedirected().releasedAt(300))).contains("it is released when the rush is over");
    }

    @Test
    void poorerAnswersAreMissed() {
        assertThat(missed(good().poorUntil(250)))
                .containsExactly("no answer in B has fewer results than the server gave within the TTL before");
    }

    @Test
    void slowHitsAreMissed() {
        assertThat(missed(good().slowdown(1.2)))
                .containsExactlyInAnyOrder(
                        "the median response time in B is at most 0.2 x the overloaded one",
                        "cache hits are answered within 1 ms at the 99th percentile, as the peers feel it");
    }

    @Test
    void aCacheThatForwardsAFifthIsMissed() {
        assertThat(missed(good().reachingServer(0.2)))
                .contains("90 % or more of B's queries no longer reach the server");
    }

    @Test
    void anAnswerThatLackedAFileOfItsAskerWasNotSeen() {
        assertThat(firstAnswer(List.of("one", "two"))).isEqualTo("0 of 1 whose answer had been seen");
        assertThat(firstAnswer(List.of("one"))).isEqualTo("0 of 0 whose answer had been seen");
    }

    /** The first query after the redirect goes to the server and finds two files; the answer of before had these. */
    private static String firstAnswer(List<String> before) {
        Facts facts = good().run().facts();
        long redirected = facts.startMillis() + 165_000;
        Event seen = query(redirected - 5_000, "peer9", before);
        Event first = query(redirected + 5_000, "peer13", List.of("one", "two"));
        Event came = Event.plain(redirected + 1_000, "10.81.2.109", "peer13", Event.Kind.CONNECTED);
        Run run = new Run(facts, List.of(seen, first), List.of(), List.of(seen, came, first));
        return new DemoFigures(run, CALM)
                .ofCache().stream()
                        .filter(check -> check.wanted().startsWith("the first query"))
                        .findFirst()
                        .orElseThrow()
                        .measured();
    }

    private static Event query(long millis, String nick, List<String> files) {
        return new Event(millis, "10.81.2.109", nick, Event.Kind.QUERY, "lipa", 1, 1, files);
    }

    @Test
    void theTableHasARowForEachPhaseThatThereWas() {
        assertThat(new DemoFigures(good().run(), CALM).table())
                .extracting(row -> row.getFirst())
                .containsExactly(
                        "phase", "calm", "rush, direct", "rush, redirected", "calm, still redirected", "released");
        assertThat(new DemoFigures(new SyntheticRun().neverRedirected().run(), CALM).table())
                .hasSize(4);
    }

    @Test
    void aLiveRowShowsWhatHappenedInItsSeconds() {
        String row = LiveRow.of(good().run(), 100, 110, "{\"redirects\":[{\"phase\":\"in-force\"}]}");

        assertThat(row).contains("110 s", "3.5", "3.0", "redirect in-force");
    }

    @Test
    void aRouterThatSaysNothingYetLeavesItsColumnEmpty() {
        assertThat(LiveRow.router("")).isEmpty();
        assertThat(LiveRow.router("{\"redirects\":[],\"serv")).isEmpty();
        assertThat(LiveRow.router("{\"redirects\":[],\"servers\":[{\"verdict\":\"well\"}]}"))
                .isEqualTo("well");
    }

    private static SyntheticRun wellRedirected() {
        return new SyntheticRun()
                .redirectedAt(165)
                .withoutOutage()
                .reachingServer(0.0)
                .poorUntil(0)
                .slowdown(0.1);
    }

    private static SyntheticRun good() {
        return wellRedirected().releasedAt(420);
    }

    private static Set<String> missed(SyntheticRun synthetic) {
        DemoFigures figures = new DemoFigures(synthetic.run(), CALM);
        return SyntheticRun.missed(Stream.concat(figures.ofRedirect().stream(), figures.ofCache().stream())
                .toList());
    }
}
