package org.activerouter.proxy.opennap.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
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

/** Where the searches of one session go, and what passes meanwhile. */
final class GroupSessionTest extends ThreeDirectories {
    private static final Mode SEARCHES_SPREAD =
            new Mode(Distribution.SPREAD, Choice.ROUND_ROBIN, false, 0, Sessions.STAY, PATIENCE);
    private static final Mode SESSIONS_SPREAD = new Mode(Distribution.SPREAD, Choice.ROUND_ROBIN, false, 0);

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

    @Test
    void whatIsAskedBeforeTheLogInIsAcceptedIsAnsweredByAllToo() {
        oneFileEach();
        GroupLaboratory.Client client = lab.takenOver("10.0.0.8");
        client.session.resume(standing(false, 0, true));
        assertThat(client.say(Nap.search("teka band"))).isEmpty();
        client.serverSends(new Nap(Nap.LOGGED_IN, "somebody@example.org").bytes());
        lab.settle();
        assertThat(client.received.getFirst().type()).isEqualTo(Nap.LOGGED_IN);
        assertThat(sharers(client.received)).hasSize(3);
        assertThat(client.toServer).isEmpty();
    }

    @Test
    void whatIsAskedOfAServerThatNeverAcceptsTheLogInIsPassedToItAfterAWhile() {
        oneFileEach();
        GroupLaboratory.Client client = lab.takenOver("10.0.0.8");
        client.session.resume(standing(false, 0, true));
        client.say(Duration.ofMillis(1999), Nap.search("teka band"));
        assertThat(client.toServer).isEmpty();
        lab.advance(Duration.ofMillis(10));
        assertThat(client.toServer).extracting(Nap::type).containsExactly(Nap.SEARCH);
    }

    private static NapStanding standing(int outstanding, boolean exact) {
        return standing(true, outstanding, exact);
    }

    private static NapStanding standing(boolean loggedIn, int outstanding, boolean exact) {
        return new NapStanding(
                NapStanding.Unfinished.NOTHING,
                NapStanding.Unfinished.NOTHING,
                loggedIn,
                new LogIn("taken", 6699, 4, false),
                0,
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
    void whereTheServerGrantsCompressionAllTheSameEverythingPasses() {
        oneFileEach();
        GroupLaboratory.Client client = lab.takenOver("10.0.0.8");
        client.silentServer = true;
        client.say(new Nap(Nap.LOG_IN, "teka pw 6699 \"TekNap\" 0 mail 1 10"));
        client.serverSends(new Nap(Nap.LOGGED_IN, "\"mail\" 6").bytes());
        client.toServer.clear();
        Nap looksLikeASearch = Nap.search("teka band");
        client.say(looksLikeASearch);
        assertThat(client.toServer).containsExactly(looksLikeASearch);
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
