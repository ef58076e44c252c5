package org.activerouter.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.activerouter.lab.events.Event;
import org.activerouter.lab.library.Library;
import org.junit.jupiter.api.Test;

/** Each thing that three directories have to show is missed when it is not so. */
class DirectoriesFiguresTest {
    private static final int REDIRECTED = 15;
    private static final int SPLIT = 50;
    private static final int END = 80;
    private static final DirectoriesFigures.Moments USUAL =
            new DirectoriesFigures.Moments(0, 10, REDIRECTED, SPLIT, END);

    private static final Library LIBRARY = Library.ofThePaper(1);
    private static final Truth TRUTH = new Truth(LIBRARY, LIBRARY.divide(List.of(7, 6), 1));

    /** Six peers of the overloaded server, who wait from the rush to the redirect, and seven others; each asks once a second. */
    private static List<Event> peers(int first, int last, boolean overloaded, UnaryOperator<Event> changed) {
        List<Event> all = new ArrayList<>();
        for (int peer = first; peer <= last; peer++) {
            all.add(Event.plain(0, "address", "peer" + peer, Event.Kind.CONNECTED));
            for (int second = 1; second < END; second++) {
                boolean waits = overloaded && second >= 10 && second < REDIRECTED;
                String keyword = LIBRARY.keywords().get((peer + second) % 100);
                all.add(changed.apply(answer(second * 1000L, "peer" + peer, keyword, waits ? 300 : 8)));
            }
        }
        return all;
    }

    private static Event answer(long millis, String nick, String keyword, double response) {
        List<String> files = TRUTH.matching(keyword).stream()
                .filter(file -> !TRUTH.holds(nick, file))
                .toList();
        return new Event(millis, "address", nick, Event.Kind.QUERY, keyword, response, response, files);
    }

    private static Event slower(Event event, double response) {
        return answer(event.millis(), event.nick(), event.keyword(), response);
    }

    private static Event with(Event event, List<String> files) {
        return new Event(event.millis(), "address", event.nick(), Event.Kind.QUERY, event.keyword(), 8, 8, files);
    }

    private static List<String> missed(UnaryOperator<Event> changed, DirectoriesFigures.Moments moments) {
        List<Event> others = peers(1, 7, false, UnaryOperator.identity());
        return new DirectoriesFigures(peers(8, 13, true, changed), others, Map.of(), moments)
                .checks().stream()
                        .filter(each -> !each.passed())
                        .map(Check::wanted)
                        .toList();
    }

    private static boolean isAt(Event event, int second) {
        return event.nick().equals("peer9") && event.millis() == second * 1000L;
    }

    @Test
    void threeDirectoriesThatShareTheSearchesShowAll() {
        assertThat(missed(event -> event, USUAL)).isEmpty();
    }

    @Test
    void onePeerCutOffIsTooMany() {
        assertThat(missed(
                        event -> isAt(event, 30) ? Event.plain(30_000, "address", "peer9", Event.Kind.LOST) : event,
                        USUAL))
                .containsExactly("no peer is cut off, and no search stays without its answer");
    }

    @Test
    void aRedirectThatComesLateIsMissed() {
        assertThat(missed(event -> event, new DirectoriesFigures.Moments(0, 2, REDIRECTED, SPLIT, END)))
                .containsExactly("redirected within 10 s of the rush");
    }

    @Test
    void whoStillWaitsWhenSearchesAreSpreadIsNotHelped() {
        assertThat(missed(event -> event.millis() < SPLIT * 1000L ? slower(event, 100) : event, USUAL))
                .singleElement()
                .asString()
                .startsWith("spread: ");
    }

    @Test
    void whoWaitsForFirstResultsOfASplitSearchIsNotHelped() {
        assertThat(missed(event -> event.millis() >= SPLIT * 1000L ? slower(event, 100) : event, USUAL))
                .singleElement()
                .asString()
                .startsWith("split: their first results");
    }

    @Test
    void oneFileThatIsMissingFromASplitAnswerIsMissed() {
        assertThat(missed(
                        event -> isAt(event, 60)
                                ? with(
                                        event,
                                        event.files().subList(1, event.files().size()))
                                : event,
                        USUAL))
                .containsExactly("split: each answer is all that the three know, each file once");
    }

    @Test
    void aFileThatIsToldTwiceIsMissed() {
        assertThat(missed(event -> isAt(event, 60) ? with(event, firstTwice(event.files())) : event, USUAL))
                .containsExactly("split: each answer is all that the three know, each file once");
    }

    private static List<String> firstTwice(List<String> files) {
        List<String> all = new ArrayList<>(files);
        all.add(files.getFirst());
        return all;
    }

    @Test
    void whatTheOverloadedServerAloneKnowsIsEnoughBeforeSearchesAreSplit() {
        assertThat(missed(event -> isAt(event, 40) ? with(event, List.of()) : event, USUAL))
                .isEmpty();
    }
}
