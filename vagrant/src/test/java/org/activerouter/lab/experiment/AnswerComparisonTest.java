package org.activerouter.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.activerouter.lab.events.Event;
import org.activerouter.lab.library.Library;
import org.junit.jupiter.api.Test;

class AnswerComparisonTest {
    private static final double TTL = 30;
    private static final String KEYWORD = Library.ofThePaper(1).keywords().getFirst();
    private static final String A = "10.81.1.101";
    private static final String B = "10.81.2.101";

    private final List<Event> served = new ArrayList<>();
    private final List<Event> answers = new ArrayList<>();
    private final List<Event> comingsAndGoings = new ArrayList<>();
    private final Truth truth = run().truth();

    @Test
    void theSameAnswerIsNotPoorer() {
        served(10, "peer1", find("peer1"));
        answered(20, "peer8", find("peer8"));

        assertThat(compare()).isEqualTo(new AnswerComparison(1, 0, List.of()));
    }

    @Test
    void oneFileLessThanTheServerGaveIsPoorer() {
        served(10, "peer1", find("peer1"));
        answered(20, "peer8", withoutOne(find("peer8")));

        assertThat(compare().poorer())
                .singleElement()
                .asString()
                .contains("peer8")
                .contains(KEYWORD);
    }

    @Test
    void theAskersOwnFilesAreNoLoss() {
        served(10, "peer8", find("peer8"));
        answered(20, "peer9", find("peer9"));

        assertThat(compare().poorer()).isEmpty();
    }

    @Test
    void theFilesOfWhoAskedTheServerBelongIntoTheAnswer() {
        String other = holderOf(find("peer9").getFirst());
        served(10, other, find(other));
        answered(
                20,
                "peer9",
                find("peer9").stream().filter(file -> !truth.holds(other, file)).toList());

        assertThat(compare().poorer()).hasSize(1);
    }

    @Test
    void whatTheServerGaveBeforeTheTtlDoesNotCount() {
        served(10, "peer1", find("peer1"));
        answered(41, "peer8", List.of());

        assertThat(compare()).isEqualTo(new AnswerComparison(0, 1, List.of()));
    }

    @Test
    void whereTheServersAnswersDifferTheSmallestCounts() {
        served(10, "peer1", find("peer1"));
        served(15, "peer1", withoutOne(find("peer1")));
        answered(20, "peer8", withoutOne(find("peer8")));

        assertThat(compare().poorer()).isEmpty();
    }

    @Test
    void theFilesOfASharerWhoHasLeftAreNotMissedUntilHeIsBack() {
        String file = find("peer9").getFirst();
        List<String> rest = find("peer9").stream()
                .filter(each -> !truth.holders(each).equals(truth.holders(file)))
                .toList();
        served(10, "peer9", find("peer9"));
        truth.holders(file).forEach(sharer -> {
            comingsAndGoings.add(Event.plain(15_000, A, sharer, Event.Kind.LEFT));
            comingsAndGoings.add(Event.plain(25_000, A, sharer, Event.Kind.CONNECTED));
        });
        answered(20, "peer9", rest);
        answered(30, "peer9", rest);

        assertThat(compare().poorer()).singleElement().asString().startsWith("30.0 s");
    }

    private String holderOf(String file) {
        for (int peer = 1; peer <= 13; peer++) {
            if (truth.holds("peer" + peer, file)) {
                return "peer" + peer;
            }
        }
        throw new AssertionError(file);
    }

    private List<String> find(String nick) {
        return truth.matching(KEYWORD).stream()
                .filter(file -> !truth.holds(nick, file))
                .sorted()
                .toList();
    }

    /** Without one of peer 1's and peer 8's neighbours, so that it is missing from everybody's answer. */
    private List<String> withoutOne(List<String> files) {
        String missing = truth.matching(KEYWORD).stream()
                .filter(file -> !truth.holds("peer1", file) && !truth.holds("peer8", file))
                .sorted()
                .findFirst()
                .orElseThrow();
        return files.stream().filter(file -> !file.equals(missing)).toList();
    }

    private void served(double second, String nick, List<String> files) {
        served.add(new Event((long) (second * 1e3), A, nick, Event.Kind.QUERY, KEYWORD, 1, 1, files));
    }

    private void answered(double second, String nick, List<String> files) {
        answers.add(new Event((long) (second * 1e3), B, nick, Event.Kind.QUERY, KEYWORD, 1, 1, files));
    }

    private AnswerComparison compare() {
        return AnswerComparison.of(run(), 0, 100);
    }

    private Run run() {
        Facts facts = new Facts(
                "x",
                "",
                0,
                1,
                1,
                List.of(7, 6),
                100,
                0,
                OptionalDouble.empty(),
                OptionalDouble.of(0),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                TTL,
                "cut");
        return new Run(facts, served, comingsAndGoings, answers);
    }
}
