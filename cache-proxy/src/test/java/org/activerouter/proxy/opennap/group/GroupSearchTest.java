package org.activerouter.proxy.opennap.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.activerouter.proxy.opennap.Nap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the members of a group make of one search. */
final class GroupSearchTest extends ThreeDirectories {
    @Test
    void aSplitSearchReturnsWhatAllMembersKnow() {
        oneFileEach();
        GroupLaboratory.Client asker = user("asker", 6699);
        List<Nap> answer = asker.say(Nap.search("teka band"));
        assertThat(sharers(answer)).containsExactlyInAnyOrder("sharer0", "sharer1", "sharer2");
        assertThat(answer.getLast().type()).isEqualTo(Nap.END);
        assertThat(ends(answer)).isEqualTo(1);
        assertThat(asker.toServer).isEmpty();
        assertThat(asker.isAltered()).isTrue();
    }

    @Test
    void aFileThatSeveralMembersKnowIsToldOnce() {
        for (int i = 0; i < 3; i++) {
            lab.sharer(i, "everywhere", 6699, "C:\\m\\teka band.mp3", "C:\\m\\teka solo.mp3");
        }
        assertThat(user("asker", 6699).say(Nap.search("teka")))
                .hasSize(3)
                .filteredOn(each -> each.type() == Nap.RESULT)
                .doesNotHaveDuplicates();
    }

    @Test
    void theSamePathOfAnotherSizeOrSharerIsAnotherFile() {
        lab.sharer(0, "one", 6699, "C:\\m\\teka.mp3");
        lab.sharer(1, "two", 6699, "C:\\m\\teka.mp3");
        GroupLaboratory.Client asker = user("asker", 6699);
        assertThat(sharers(asker.say(Nap.search("teka")))).containsExactlyInAnyOrder("one", "two");
        Union union = new Union(1, 100);
        for (String size : List.of("1000", "2000", "1000")) {
            ByteBuf message = new Nap(Nap.RESULT, "\"C:\\teka.mp3\" 00 " + size + " 1 2 3 one 5 4").bytes();
            assertThat(union.add(message, 0, message.readableBytes() - 4)).isTrue();
        }
        ByteBuf told = Unpooled.buffer();
        union.writeTo(told);
        assertThat(Nap.take(told)).hasSize(2);
    }

    @Test
    void theAnswerIsCutAtWhatTheSearchWants() {
        for (int i = 0; i < 3; i++) {
            lab.sharer(
                    i,
                    "sharer" + i,
                    6699,
                    IntStream.range(0, 20)
                            .mapToObj(n -> "C:\\m\\teka " + n + ".mp3")
                            .toArray(String[]::new));
        }
        GroupLaboratory.Client asker = user("asker", 6699);
        List<Nap> answer = asker.say(new Nap(Nap.SEARCH, "FILENAME CONTAINS \"teka\" MAX_RESULTS 25"));
        assertThat(sharers(answer)).hasSize(25);
        assertThat(ends(answer)).isEqualTo(1);
        assertThat(sharers(asker.say(Nap.search("teka")))).hasSize(60);
        assertThat(sharers(asker.say(new Nap(Nap.SEARCH, "FILENAME CONTAINS \"teka\" MAX_RESULTS 0"))))
                .as("no wish")
                .hasSize(60);
    }

    @Test
    void theAnswerIsCutAtWhatServersGiveAndItIsLearnedHowMuchThatIs() {
        for (int i = 0; i < 3; i++) {
            lab.sharer(
                    i,
                    "sharer" + i,
                    6699,
                    IntStream.range(0, 150)
                            .mapToObj(n -> "C:\\m\\teka " + n + ".mp3")
                            .toArray(String[]::new));
        }
        GroupLaboratory.Client asker = user("asker", 6699);
        assertThat(sharers(asker.say(new Nap(Nap.SEARCH, "FILENAME CONTAINS \"teka\""))))
                .hasSize(LearnedCap.USUAL);
        List<Nap> second = asker.say(new Nap(Nap.SEARCH, "FILENAME CONTAINS \"teka\""));
        assertThat(sharers(second)).hasSize(120);
        assertThat(ends(second)).isEqualTo(1);
    }

    @Test
    void theFirstResultsComeAtOnceAndTheEndWithTheLastMember() {
        oneFileEach();
        lab.server(2).delay = Duration.ofMillis(300);
        GroupLaboratory.Client asker = user("asker", 6699);
        List<Nap> early = asker.say(Duration.ofMillis(10), Nap.search("teka band"));
        assertThat(sharers(early)).containsExactlyInAnyOrder("sharer0", "sharer1");
        assertThat(ends(early)).isZero();
        lab.advance(Duration.ofSeconds(1));
        assertThat(sharers(asker.received)).hasSize(3);
        assertThat(ends(asker.received)).isEqualTo(1);
        assertThat(lab.seen(2).peakNanos()).isGreaterThan(lab.seen(1).peakNanos());
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.Manner.class,
            names = {"WELL", "ERROR_AND_END", "ERROR_ONLY", "FLOODS"},
            mode = EnumSource.Mode.EXCLUDE)
    void oneBadMemberCostsItsPartAndNoMoreThanThePatience(Server.Manner manner) {
        oneFileEach();
        lab.server(1).manner = manner;
        GroupLaboratory.Client asker = user("asker", 6699);
        List<Nap> answer = asker.say(PATIENCE, Nap.search("teka band"));
        assertThat(sharers(answer)).contains("sharer0", "sharer2").doesNotContain("sharer1");
        assertThat(answer.getLast().type()).isEqualTo(Nap.END);
        assertThat(ends(answer)).isEqualTo(1);
        Shortfall why = switch (manner) {
            case DEAD -> Shortfall.UNREACHABLE;
            case MUTE, STALLS, HALF_OPEN, STOPS_IN_THE_MIDDLE -> Shortfall.LATE;
            case REFUSES_LOG_INS -> Shortfall.LOG_IN_REFUSED;
            case LEAVES_IN_THE_MIDDLE -> Shortfall.LOST;
            default -> Shortfall.GARBAGE;
        };
        assertThat(lab.count(why)).isEqualTo(1);
        boolean itsFault = manner != Server.Manner.REFUSES_LOG_INS && manner != Server.Manner.NONSENSE_RESULTS;
        assertThat(lab.seen(1).failures()).isEqualTo(itsFault ? 1 : 0);
    }

    @Test
    void aFloodOfResultsEndsTheAnswerAtOnceAndThenTheLine() {
        lab.server(1).manner = Server.Manner.FLOODS;
        GroupLaboratory.Client asker = user("asker", 6699);
        List<Nap> answer = asker.say(Nap.search("teka band"));
        assertThat(sharers(answer)).hasSize(100);
        assertThat(ends(answer)).isEqualTo(1);
        assertThat(lab.lineCount).isEqualTo(2);
        assertThat(lab.directories.cap().most()).isEqualTo(100);
    }

    @Test
    void aMemberThatRefusesTheRouterIsAskedAgainLaterAndUnderAnotherName() {
        oneFileEach();
        lab.server(1).manner = Server.Manner.REFUSES_LOG_INS;
        GroupLaboratory.Client asker = user("asker", 6699);
        asker.say(Nap.search("teka band"));
        assertThat(sharers(asker.say(Nap.search("teka band")))).hasSize(2);
        assertThat(lab.server(1).nicks).hasSize(1);
        lab.server(1).manner = Server.Manner.WELL;
        lab.advance(Duration.ofSeconds(1));
        assertThat(sharers(asker.say(Nap.search("teka band")))).hasSize(3);
        assertThat(lab.server(1).nicks).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aMemberThatTakesOneLogInOnlyIsAskedThereAndTriedLessAndLessOften() {
        lab.sharer(1, "sharer", 6699, "C:\\m\\teka.mp3");
        lab.server(1).mostLines = 1;
        lab.server(1).delay = Duration.ofMillis(10);
        List<GroupLaboratory.Client> askers =
                IntStream.range(0, 5).mapToObj(i -> user("asker" + i, 6699)).toList();
        for (int second = 0; second < 60; second++) {
            askers.forEach(asker -> asker.say(Duration.ZERO, Nap.search("teka")));
            lab.advance(Duration.ofSeconds(1));
        }
        assertThat(askers)
                .allSatisfy(
                        asker -> assertThat(sharers(asker.received)).hasSize(60).containsOnly("sharer"));
        assertThat(lab.server(1).nicks).hasSizeBetween(4, 16);
    }

    @Test
    void anErrorIsToldOnceIfNobodyHasAnAnswer() {
        GroupLaboratory.Client asker = user("asker", 6699);
        List<Nap> answer = asker.say(new Nap(Nap.SEARCH, "WMA-FILE"));
        assertThat(answer).extracting(Nap::type).containsExactly(Nap.ERROR, Nap.END);
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.Manner.class,
            names = {"ERROR_AND_END", "ERROR_ONLY"})
    void anErrorOfOneMemberIsNotToldWhereOthersAnswer(Server.Manner manner) {
        oneFileEach();
        lab.server(1).manner = manner;
        GroupLaboratory.Client asker = user("asker", 6699);
        List<Nap> answer = asker.say(PATIENCE, Nap.search("teka band"));
        assertThat(sharers(answer)).containsExactlyInAnyOrder("sharer0", "sharer2");
        assertThat(answer).extracting(Nap::type).doesNotContain(Nap.ERROR);
        assertThat(ends(answer)).isEqualTo(1);
        lab.server(1).manner = Server.Manner.WELL;
        assertThat(sharers(asker.say(Nap.search("teka band")))).hasSize(3);
    }

    @Test
    void ownFilesAreLeftOutWhoeverTellsOfThem() {
        oneFileEach();
        lab.sharer(2, "Asker", 6699, "C:\\m\\teka band mine.mp3");
        GroupLaboratory.Client asker = user("asker", 6699);
        asker.say(Nap.share("C:\\m\\teka band own.mp3"));
        assertThat(sharers(asker.say(Nap.search("teka band"))))
                .containsExactlyInAnyOrder("sharer0", "sharer1", "sharer2");
    }

    @Test
    void whoCannotBeConnectedToGetsNoFilesOfSuch() {
        lab.sharer(1, "walled", 0, "C:\\m\\teka band.mp3");
        lab.sharer(2, "open", 6699, "C:\\m\\teka band.mp3");
        assertThat(sharers(user("behind", 0).say(Nap.search("teka")))).containsExactly("open");
        assertThat(sharers(user("before", 6699).say(Nap.search("teka")))).containsExactlyInAnyOrder("walled", "open");
    }

    @Test
    void pipelinedSearchesAreAnsweredInTheirOrder() {
        for (int i = 0; i < 3; i++) {
            lab.server(i).delay = Duration.ofMillis(3 + 5 * i);
            lab.sharer(i, "sharer" + i, 6699, "C:\\m\\red.mp3", "C:\\m\\green.mp3", "C:\\m\\blue.mp3");
        }
        GroupLaboratory.Client asker = user("asker", 6699);
        List<String> words = IntStream.range(0, 30)
                .mapToObj(i -> List.of("red", "green", "blue", "none").get(i % 4))
                .toList();
        List<Nap> answers =
                asker.say(Duration.ofSeconds(5), words.stream().map(Nap::search).toArray(Nap[]::new));
        assertThat(wordsByAnswer(answers)).isEqualTo(words);
    }

    /** The word that all results of each answer have, none for an empty one. */
    private static List<String> wordsByAnswer(List<Nap> answers) {
        List<String> words = new ArrayList<>();
        List<String> inThis = new ArrayList<>();
        for (Nap each : answers) {
            if (each.type() == Nap.RESULT) {
                inThis.add(each.text().replaceAll(".*\\\\(\\w+)\\.mp3.*", "$1"));
            } else if (each.type() == Nap.END) {
                words.add(
                        inThis.isEmpty()
                                ? "none"
                                : String.join("+", inThis.stream().distinct().toList()));
                inThis.clear();
            }
        }
        return words;
    }

    @Test
    void searchesOfManyClientsAreNotConfusedAndALineHasOneAtATime() {
        List<String> words = List.of("red", "green", "blue");
        for (int i = 0; i < 3; i++) {
            lab.server(i).delay = Duration.ofMillis(2 + i);
            lab.sharer(i, "sharer" + i, 6699, "C:\\m\\red.mp3", "C:\\m\\green.mp3", "C:\\m\\blue.mp3");
        }
        List<GroupLaboratory.Client> askers =
                IntStream.range(0, 20).mapToObj(i -> user("asker" + i, 6699)).toList();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < askers.size(); i++) {
                askers.get(i).say(Duration.ofNanos(1), Nap.search(words.get((i + round) % 3)));
            }
        }
        lab.advance(Duration.ofSeconds(1));
        for (int i = 0; i < askers.size(); i++) {
            int asker = i;
            assertThat(wordsByAnswer(askers.get(i).received))
                    .isEqualTo(IntStream.range(0, 5)
                            .mapToObj(round -> words.get((asker + round) % 3))
                            .toList());
        }
        assertThat(lab.servers)
                .allSatisfy(server -> assertThat(server.mostOutstanding).isEqualTo(1));
        assertThat(lab.lineCount).isLessThanOrEqualTo(3 * MemberLines.MOST_LINES);
    }

    @Test
    void anEjectedMemberIsNotAsked() {
        oneFileEach();
        lab.roster(SPLIT, lab.servers, List.of(lab.server(1)));
        assertThat(sharers(user("asker", 6699).say(Nap.search("teka band"))))
                .containsExactlyInAnyOrder("sharer0", "sharer2");
        assertThat(lab.server(1).asked).isZero();
    }

    @Test
    void aMemberThatIsTakenOutOfTheGroupInTheMiddleIsNotWaitedFor() {
        oneFileEach();
        lab.server(1).manner = Server.Manner.STALLS;
        GroupLaboratory.Client asker = user("asker", 6699);
        asker.say(Nap.search("teka band"));
        lab.roster(SPLIT, List.of(lab.server(0), lab.server(2)), List.of());
        lab.advance(Duration.ofMillis(1100));
        assertThat(sharers(asker.received)).containsExactlyInAnyOrder("sharer0", "sharer2");
        assertThat(ends(asker.received)).isEqualTo(1);
        assertThat(lab.count(Shortfall.LOST)).isEqualTo(1);
        assertThat(lab.lineCount).isEqualTo(2);
    }

    @Test
    void whatALateMemberSaysIsNotTakenForTheNextAnswer() {
        lab.sharer(1, "slow", 6699, "C:\\m\\red.mp3", "C:\\m\\green.mp3");
        lab.server(1).delay = Duration.ofMillis(1500);
        GroupLaboratory.Client asker = user("asker", 6699);
        asker.say(Duration.ofSeconds(3), Nap.search("red"));
        asker.received.clear();
        asker.say(Duration.ofSeconds(3), Nap.search("red"));
        lab.server(1).delay = Duration.ofMillis(2500);
        asker.say(Duration.ofMillis(2001), Nap.search("red"));
        asker.received.clear();
        lab.server(1).delay = Duration.ofMillis(100);
        asker.say(Duration.ofSeconds(3), Nap.search("green"));
        assertThat(wordsByAnswer(asker.received)).containsExactly("green");
    }

    @Test
    void moreSearchesThanMayWaitForAMemberAreAnsweredWithoutIt() {
        lab.server(1).manner = Server.Manner.STALLS;
        List<GroupLaboratory.Client> askers =
                IntStream.range(0, 80).mapToObj(i -> user("asker" + i, 6699)).toList();
        askers.forEach(asker -> asker.say(Duration.ofNanos(1), Nap.search("teka")));
        lab.advance(PATIENCE);
        assertThat(askers).allSatisfy(asker -> assertThat(ends(asker.received)).isEqualTo(1));
        assertThat(lab.count(Shortfall.CROWDED)).isEqualTo(80 - MemberLines.MOST_WAITING - MemberLines.MOST_LINES);
    }

    @Test
    void linesThatAreNotNeededAreClosed() {
        GroupLaboratory.Client asker = user("asker", 6699);
        asker.say(Nap.search("teka"));
        assertThat(lab.lineCount).isEqualTo(3);
        lab.advance(Duration.ofSeconds(62));
        assertThat(lab.lineCount).isZero();
        assertThat(ends(asker.say(Nap.search("teka")))).isEqualTo(1);
    }

    @Test
    void whoLeavesInTheMiddleLeavesNothingBehind() {
        lab.server(1).manner = Server.Manner.STALLS;
        GroupLaboratory.Client asker = user("asker", 6699);
        asker.say(Nap.search("teka"));
        asker.leave();
        lab.advance(Duration.ofSeconds(1));
        assertThat(lab.groups.snapshot())
                .allSatisfy(member -> assertThat(member.outstanding()).isZero());
    }
}
