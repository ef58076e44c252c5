package org.activerouter.proxy.opennap.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.activerouter.analyzer.opennap.LogIn;
import org.activerouter.analyzer.opennap.NapStanding;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Sessions;
import org.activerouter.proxy.opennap.Nap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GroupSearchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Mode SPLIT =
            new Mode(Distribution.SPLIT, Choice.ROUND_ROBIN, false, 0, Sessions.STAY, PATIENCE);
    private static final Mode SEARCHES_SPREAD =
            new Mode(Distribution.SPREAD, Choice.ROUND_ROBIN, false, 0, Sessions.STAY, PATIENCE);
    private static final Mode SESSIONS_SPREAD = new Mode(Distribution.SPREAD, Choice.ROUND_ROBIN, false, 0);

    private final GroupLaboratory lab = new GroupLaboratory(3, SPLIT);

    private GroupLaboratory.Client user(String nick, int port) {
        GroupLaboratory.Client client = lab.connect("10.0.0.7");
        client.say(Nap.logIn(nick, port));
        client.toServer.clear();
        return client;
    }

    private void oneFileEach() {
        for (int i = 0; i < 3; i++) {
            lab.sharer(i, "sharer" + i, 6699, "C:\\m\\teka band " + i + ".mp3");
        }
    }

    private static List<String> sharers(List<Nap> answer) {
        return answer.stream()
                .filter(each -> each.type() == Nap.RESULT)
                .map(each -> each.text().split(" ", -1))
                .map(fields -> fields[fields.length - 3])
                .toList();
    }

    private static long ends(List<Nap> answer) {
        return answer.stream().filter(each -> each.type() == Nap.END).count();
    }

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
            case MUTE, STALLS -> Shortfall.LATE;
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
    void nobodyWhoAnswersLeavesTheSearchToTheServerOfTheSession() {
        oneFileEach();
        lab.servers.forEach(server -> server.manner = Server.Manner.REFUSES_LOG_INS);
        GroupLaboratory.Client asker = user("asker", 6699);
        List<Nap> answer = asker.say(Nap.search("teka band"));
        assertThat(sharers(answer)).containsExactly("sharer0");
        assertThat(ends(answer)).isEqualTo(1);
        assertThat(asker.toServer).hasSize(1);
        assertThat(lab.count(Shortfall.NOBODY)).isEqualTo(1);
    }

    @Test
    void otherMessagesPassWhileASearchWaits() {
        oneFileEach();
        lab.server(1).manner = Server.Manner.STALLS;
        GroupLaboratory.Client asker = user("asker", 6699);
        asker.say(Nap.search("teka band"), new Nap(203, "sharer0 \"C:\\m\\x\""));
        assertThat(asker.toServer).extracting(Nap::type).containsExactly(203);
    }

    @Test
    void resultsAreNotPutIntoAMessageOfTheServer() {
        oneFileEach();
        GroupLaboratory.Client asker = user("asker", 6699);
        ByteBuf message = new Nap(205, "somebody hello ".repeat(20)).bytes();
        asker.session.fromServer(message.readRetainedSlice(50));
        assertThat(asker.say(Nap.search("teka band"))).isEmpty();
        asker.session.fromServer(message);
        lab.settle();
        assertThat(asker.received.getLast().type()).isEqualTo(Nap.END);
        assertThat(asker.received).extracting(Nap::type).startsWith(3).contains(205);
        assertThat(sharers(asker.received)).hasSize(3);
    }

    @Test
    void aClientThatAsksFasterThanItIsAnsweredIsNotReadForAWhile() {
        lab.servers.forEach(server -> server.delay = Duration.ofMillis(50));
        GroupLaboratory.Client asker = user("asker", 6699);
        lab.advance(Duration.ofSeconds(1));
        for (int i = 0; i < SearchQueue.MOST_WAITING; i++) {
            assertThat(asker.isRead()).isTrue();
            asker.say(Duration.ZERO, Nap.search("teka"));
        }
        asker.say(Duration.ZERO, Nap.search("teka"));
        assertThat(asker.isRead()).isFalse();
        lab.advance(Duration.ofSeconds(10));
        assertThat(asker.isRead()).isTrue();
        assertThat(ends(asker.received)).isEqualTo(SearchQueue.MOST_WAITING + 1);
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

    @Test
    void searchesOfASessionThatStaysGoToOneMemberEach() {
        oneFileEach();
        lab.roster(SEARCHES_SPREAD, lab.servers, List.of());
        GroupLaboratory.Client asker = user("asker", 6699);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<Nap> answer = asker.say(Nap.search("teka band"));
            assertThat(answer).hasSize(2);
            found.addAll(sharers(answer));
        }
        assertThat(found).containsExactlyInAnyOrder("sharer0", "sharer1", "sharer2");
        assertThat(asker.toServer).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Server.Manner.class,
            names = {"DEAD", "MUTE", "REFUSES_LOG_INS", "STALLS", "GARBAGE"})
    void aSearchThatOneMemberDoesNotAnswerGoesToTheNext(Server.Manner manner) {
        oneFileEach();
        lab.roster(SEARCHES_SPREAD, lab.servers, List.of());
        lab.server(0).manner = manner;
        List<Nap> answer = user("asker", 6699).say(PATIENCE.plusMillis(10), Nap.search("teka band"));
        assertThat(sharers(answer)).hasSize(1).doesNotContain("sharer0");
        assertThat(ends(answer)).isEqualTo(1);
    }

    @Test
    void searchesOfASessionThatWasMovedFollowIt() {
        oneFileEach();
        lab.roster(SESSIONS_SPREAD, lab.servers, List.of());
        List<GroupLaboratory.Client> askers =
                IntStream.range(0, 3).mapToObj(i -> user("asker" + i, 6699)).toList();
        assertThat(askers).extracting(asker -> asker.with).doesNotHaveDuplicates();
        for (GroupLaboratory.Client asker : askers) {
            assertThat(sharers(asker.say(Nap.search("teka band"))))
                    .containsExactly("sharer" + lab.servers.indexOf(asker.with));
            assertThat(asker.toServer).hasSize(1);
        }
        assertThat(lab.lineCount).isZero();
        assertThat(lab.groups.snapshot())
                .allSatisfy(member -> assertThat(member.responses()).isEqualTo(1));
    }

    @Test
    void aTakenOverSessionStaysAndItsSearchesAreSpreadOnceNothingIsOwed() {
        oneFileEach();
        lab.roster(SESSIONS_SPREAD, lab.servers, List.of(lab.server(0)));
        GroupLaboratory.Client client = lab.takenOver("10.0.0.8");
        client.session.resume(standing(1, true));
        assertThat(client.say(Nap.search("teka band"))).isEmpty();
        client.serverSends(new Nap(Nap.END, "").bytes());
        lab.settle();
        assertThat(ends(client.received)).isEqualTo(2);
        assertThat(sharers(client.received)).hasSize(1).doesNotContain("sharer0");
        assertThat(client.toServer).isEmpty();
    }

    @Test
    void whatWaitsForAnAnswerOfBeforeFollowsItAfterAWhile() {
        oneFileEach();
        GroupLaboratory.Client client = lab.takenOver("10.0.0.8");
        client.session.resume(standing(1, true));
        assertThat(client.say(Duration.ofMillis(1999), Nap.search("teka band"))).isEmpty();
        assertThat(client.toServer).isEmpty();
        lab.advance(Duration.ofMillis(10));
        assertThat(client.toServer).extracting(Nap::type).containsExactly(Nap.SEARCH);
    }

    @Test
    void whoseStandingIsNotCertainIsPassedOnUntilThereWasSilence() {
        oneFileEach();
        GroupLaboratory.Client client = lab.takenOver("10.0.0.8");
        client.session.resume(standing(0, false));
        client.say(Duration.ofSeconds(3), Nap.search("teka band"));
        assertThat(client.toServer).hasSize(1);
        client.say(Duration.ofSeconds(181), Nap.search("teka band"));
        assertThat(client.toServer).hasSize(2);
        assertThat(sharers(client.say(Nap.search("teka band")))).hasSize(3);
    }

    private static NapStanding standing(int outstanding, boolean exact) {
        return new NapStanding(
                NapStanding.Unfinished.NOTHING,
                NapStanding.Unfinished.NOTHING,
                true,
                new LogIn("taken", 6699, 4, false),
                outstanding,
                exact,
                false);
    }

    @Test
    void aRetiredSessionFinishesItsAnswerAndThenPassesAll() {
        oneFileEach();
        lab.server(1).delay = Duration.ofMillis(100);
        GroupLaboratory.Client asker = user("asker", 6699);
        asker.say(Nap.search("teka band"), Nap.search("teka band"));
        asker.session.retire();
        lab.advance(Duration.ofSeconds(1));
        assertThat(ends(asker.received)).isGreaterThanOrEqualTo(1);
        asker.toServer.clear();
        asker.say(Nap.search("teka band"));
        assertThat(asker.toServer).extracting(Nap::type).containsExactly(Nap.SEARCH);
    }

    @Test
    void whatIsNoOpenNapPassesAsItIs() {
        GroupLaboratory.Client stranger = lab.connect("10.0.0.9");
        stranger.sayBytes(Duration.ZERO, new Nap(200, "GET / HTTP/1.1").bytes());
        assertThat(stranger.toServer).containsExactly(new Nap(200, "GET / HTTP/1.1"));
    }

    @Test
    void theLogInLosesItsWishForCompression() {
        GroupLaboratory.Client client = lab.connect("10.0.0.9");
        client.say(new Nap(Nap.LOG_IN, "teka pw 6699 \"TekNap\" 0 mail 1 9"));
        assertThat(client.toServer).containsExactly(new Nap(Nap.LOG_IN, "teka pw 6699 \"TekNap\" 0 mail 1"));
    }

    @Test
    void aServerInNoGroupIsAskedAlone() {
        oneFileEach();
        lab.roster(SPLIT, List.of(), List.of());
        GroupLaboratory.Client asker = user("asker", 6699);
        assertThat(sharers(asker.say(Nap.search("teka band")))).containsExactly("sharer0");
        assertThat(asker.toServer).hasSize(1);
    }

    @Test
    void queriesAndWhatTheServerItselfWasAskedAreCounted() {
        oneFileEach();
        lab.roster(SEARCHES_SPREAD, lab.servers, List.of());
        GroupLaboratory.Client asker = user("asker", 6699);
        for (int i = 0; i < 6; i++) {
            asker.say(Nap.search("teka band"));
        }
        assertThat(lab.traffic.queries()).isEqualTo(6);
        assertThat(lab.traffic.forwarded()).isEqualTo(2);
    }
}
