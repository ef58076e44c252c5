package org.activerouter.analyzer.opennap;

import static org.activerouter.analyzer.opennap.Messages.end;
import static org.activerouter.analyzer.opennap.Messages.error;
import static org.activerouter.analyzer.opennap.Messages.logIn;
import static org.activerouter.analyzer.opennap.Messages.loggedIn;
import static org.activerouter.analyzer.opennap.Messages.message;
import static org.activerouter.analyzer.opennap.Messages.motd;
import static org.activerouter.analyzer.opennap.Messages.result;
import static org.activerouter.analyzer.opennap.Messages.search;
import static org.activerouter.analyzer.opennap.Messages.share;
import static org.activerouter.analyzer.opennap.Messages.statistics;
import static org.activerouter.analyzer.opennap.Messages.welcome;
import static org.activerouter.analyzer.protocol.Observation.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Answered;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.BecameOpaque;
import org.activerouter.analyzer.protocol.Observation.Departed;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.analyzer.protocol.Observation.LoggedIn;
import org.activerouter.analyzer.protocol.Observation.LostStep;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.analyzer.protocol.Observation.Shared;
import org.activerouter.analyzer.protocol.Observation.Unshared;
import org.activerouter.capture.Direction;
import org.junit.jupiter.api.Test;

class OpenNapConversationTest {
    @Test
    void aSearchIsAskedAnsweredByItsFirstResultAndCompletedByTheEndOfResults() {
        List<Observation> facts = Talk.fromStart()
                .client(10, search("alpha"))
                .server(25, result("alpha one"))
                .server(30, result("alpha two"), end())
                .observed();
        assertThat(facts)
                .containsExactly(
                        new Asked(10, 1), new Answered(25, 1, 10), new Ended(30, 1, 10, 25, 2, Outcome.COMPLETED));
    }

    @Test
    void aSearchWithoutResultsIsAnsweredByTheEndOfResults() {
        assertThat(Talk.fromStart()
                        .client(10, search("alpha"))
                        .server(25, end())
                        .observed())
                .containsExactly(
                        new Asked(10, 1), new Answered(25, 1, 10), new Ended(25, 1, 10, 25, 0, Outcome.COMPLETED));
    }

    @Test
    void theQueryCountsFromItsLastByteAndTheAnswerFromItsFirst() {
        byte[] search = search("alpha");
        byte[] result = result("alpha");
        Talk talk = Talk.fromStart();
        for (int i = 0; i < search.length; i++) {
            talk.client(i, new byte[] {search[i]});
        }
        for (int i = 0; i < result.length; i++) {
            talk.server(1000 + i, new byte[] {result[i]});
        }
        assertThat(talk.observed())
                .containsExactly(new Asked(search.length - 1, 1), new Answered(1000, 1, search.length - 1));
    }

    @Test
    void pipelinedSearchesAreAnsweredInTheirOrder() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("a"), search("b"), search("c"))
                .server(5, result("a"), end(), end(), result("c"))
                .server(6, end())
                .observed();
        assertThat(Talk.only(Ended.class, facts))
                .containsExactly(
                        new Ended(5, 1, 1, 5, 1, Outcome.COMPLETED),
                        new Ended(5, 2, 1, 5, 0, Outcome.COMPLETED),
                        new Ended(6, 3, 1, 5, 1, Outcome.COMPLETED));
    }

    @Test
    void otherMessagesBetweenSearchAndAnswerDoNotDisturb() {
        List<Observation> facts = Talk.fromStart()
                .client(1, logIn("bob"), search("a"), message(750, ""), message(9999, "x"))
                .server(2, welcome(), result("a"))
                .server(3, message(750, "opennap-ng.test "), statistics(), result("a"), end())
                .observed();
        assertThat(Talk.only(Ended.class, facts)).containsExactly(new Ended(3, 1, 1, 2, 2, Outcome.COMPLETED));
    }

    @Test
    void aLogInIsToldWhenTheServerAcceptsIt() {
        assertThat(Talk.fromStart()
                        .client(1, message(2, "teka pw 6699 \"TekNap-1.3g\" 9 5201 0"))
                        .server(2, welcome())
                        .closed(9)
                        .observed())
                .containsExactly(new LoggedIn(2, "teka", 6699, 9), new Departed(9));
    }

    @Test
    void aRegistrationIsALogInToo() {
        assertThat(Talk.fromStart()
                        .client(1, message(6, "new pw 0 \"x\" 3 me@example.org"))
                        .server(2, loggedIn())
                        .observed())
                .containsExactly(new LoggedIn(2, "new", 0, 3));
    }

    @Test
    void aRefusedLogInIsNone() {
        assertThat(Talk.fromStart()
                        .client(1, logIn("bob"))
                        .server(2, message(0, "bob is already active"))
                        .closed(3)
                        .observed())
                .isEmpty();
    }

    @Test
    void aNickCannotSmuggleControlCharactersIntoALog() {
        List<Observation> facts = Talk.fromStart()
                .client(
                        1,
                        message(750, ""),
                        message(2, "a\u001b]0;x\u0007\n\u0085" + "b".repeat(500) + " pw 1 \"c\" 4"))
                .server(2, loggedIn())
                .observed();
        String nick = Talk.only(LoggedIn.class, facts).getFirst().nick();
        assertThat(nick).startsWith("a?]0;x???bbb").hasSize(64);
    }

    @Test
    void whatIsSharedAndUnsharedIsCounted() {
        byte[] folder = message(
                870, "\"\\home\\mp3\\\" \"one.mp3\" NOMD5 625500 128 44100 39 \"two.mp3\" NOMD5 625917 128 44100 39 ");
        assertThat(Talk.fromStart()
                        .client(1, logIn("a"), share("x"), folder, message(102, "C:\\mp3\\x.mp3"), message(110, ""))
                        .observed())
                .containsExactly(new Shared(1, 1), new Shared(1, 2), new Unshared(1, 1), new Unshared(1, -1));
    }

    @Test
    void aSearchThatIsCutOffByTheEndIsUnanswered() {
        assertThat(Talk.fromStart()
                        .client(1, search("a"), search("b"))
                        .server(2, result("a"))
                        .closed(7)
                        .observed())
                .endsWith(
                        new Ended(7, 1, 1, 2, 1, Outcome.UNANSWERED), new Ended(7, 2, 1, NEVER, 0, Outcome.UNANSWERED));
    }

    @Test
    void aClockThatWentBackBetweenASearchAndItsAnswerIsToldAsItIs() {
        assertThat(Talk.fromStart()
                        .client(10, search("a"))
                        .server(9, result("a"), end())
                        .observed())
                .containsExactly(
                        new Asked(10, 1), new Answered(9, 1, 10), new Ended(9, 1, 10, 9, 1, Outcome.COMPLETED));
    }

    @Test
    void grantedCompressionMakesTheConnectionOpaque() {
        Talk talk = Talk.fromStart()
                .client(1, message(2, "cscli pw 6699 \"probe v1\" 4 \"\" 0 6"))
                .server(2, message(3, "\"anon@opennap-ng.test\" 6"), new byte[] {0x78, (byte) 0x9C, 1, 2, 3})
                .client(3, new byte[] {0x78, (byte) 0x9C, 4, 5})
                .closed(4);
        List<Observation> facts = talk.observed();
        assertThat(facts.get(0)).isEqualTo(new LoggedIn(2, "cscli", 6699, 4));
        assertThat(facts.get(1)).isInstanceOf(BecameOpaque.class);
        assertThat(facts.get(2)).isEqualTo(new Departed(4));
        assertThat(facts).hasSize(3);
        assertThat(talk.reading()).isEqualTo(Reading.OPAQUE);
    }

    @Test
    void askingForCompressionInVainLeavesTheConnectionReadable() {
        Talk talk = Talk.fromStart()
                .client(1, message(2, "cscli pw 6699 \"probe v1\" 4 \"\" 0 6"), search("a"))
                .server(2, loggedIn(), end());
        assertThat(Talk.only(Ended.class, talk.observed())).hasSize(1);
        assertThat(talk.reading()).isEqualTo(Reading.IN_STEP);
    }

    @Test
    void whatIsOutstandingWhenTheConnectionBecomesOpaqueIsUnmeasured() {
        List<Observation> facts = Talk.fromStart()
                .client(1, message(2, "c pw 1 \"p\" 4 \"\" 0 9"), search("a"))
                .server(2, message(3, "\"x@y\" 9"))
                .closed(3)
                .observed();
        assertThat(Talk.only(Ended.class, facts)).containsExactly(new Ended(2, 1, 1, NEVER, 0, Outcome.UNMEASURED));
    }

    @Test
    void foreignProtocolsAreNotMine() {
        for (String first :
                List.of("GET / HTTP/1.1\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001")) {
            Talk talk = Talk.fromStart().client(1, first.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(talk.observed()).isEmpty();
            assertThat(talk.reading()).isEqualTo(Reading.NOT_MINE);
        }
    }

    @Test
    void aMetaserverThatNamesAServerAndClosesIsNotMine() {
        Talk talk = Talk.fromStart()
                .server(1, "127.0.0.1:8888".getBytes(StandardCharsets.ISO_8859_1))
                .server(1, "\n".getBytes(StandardCharsets.ISO_8859_1))
                .closed(2);
        assertThat(talk.observed()).isEmpty();
        assertThat(talk.reading()).isEqualTo(Reading.NOT_MINE);
    }

    @Test
    void aLogInThatIsNoneAtTheVeryBeginningIsNotMine() {
        Talk talk = Talk.fromStart().client(1, message(2, "one two"));
        assertThat(talk.observed()).isEmpty();
        assertThat(talk.reading()).isEqualTo(Reading.NOT_MINE);
    }

    @Test
    void aClientMessageThatNoServerAcceptsLosesTheStep() {
        Talk talk = Talk.fromStart().client(1, logIn("a"), search("x".repeat(2049)));
        assertThat(talk.observed()).hasOnlyElementsOfTypes(LostStep.class).hasSize(1);
        assertThat(talk.reading()).isEqualTo(Reading.LOST_STEP);
    }

    @Test
    void aClientMessageOfTheGreatestLengthIsRead() {
        byte[] longest = message(200, "FILENAME CONTAINS \"" + "x".repeat(2048 - 20) + "\"");
        assertThat(longest).hasSize(2052);
        assertThat(Talk.fromStart().client(1, logIn("a"), longest).observed()).containsExactly(new Asked(1, 1));
    }

    @Test
    void aServerMessageMayBeAsLongAsItsLengthFieldCanSay() {
        assertThat(Talk.fromStart()
                        .client(1, search("a"))
                        .server(2, motd("hello"), message(621, "x".repeat(65_535)), end())
                        .observed())
                .contains(new Ended(2, 1, 1, 2, 0, Outcome.COMPLETED));
    }

    @Test
    void anInvalidSearchThatIsTheOnlyOneIsRefused() {
        assertThat(Talk.fromStart()
                        .client(1, search("a"))
                        .server(5, error("invalid search request"))
                        .server(49, end())
                        .observed())
                .containsExactly(new Asked(1, 1), new Answered(5, 1, 1), new Ended(49, 1, 1, 5, 0, Outcome.REFUSED));
    }

    @Test
    void anErrorBeforeResultsWasForSomethingElse() {
        assertThat(Talk.fromStart()
                        .client(1, message(640, "teka"), search("a"))
                        .server(5, error("User is not currently online."))
                        .server(6, result("a"), end())
                        .observed())
                .contains(new Answered(6, 1, 1), new Ended(6, 1, 1, 6, 1, Outcome.COMPLETED));
    }

    @Test
    void anErrorThatMayBeForSomethingElseDoesNotTimeAnEmptyAnswer() {
        assertThat(Talk.fromStart()
                        .client(1, message(640, "teka"), search("a"))
                        .server(5, error("User is not currently online."))
                        .server(90, end())
                        .observed())
                .containsExactly(new Asked(1, 1), new Ended(90, 1, 1, NEVER, 0, Outcome.UNMEASURED));
    }

    @Test
    void anErrorThatOtherMessagesFollowWasNoRefusalOfASearch() {
        assertThat(Talk.fromStart()
                        .client(1, search("a"))
                        .server(5, error("server is going down"), statistics())
                        .server(90, end())
                        .observed())
                .contains(new Ended(90, 1, 1, 90, 0, Outcome.COMPLETED));
    }

    @Test
    void anErrorWithNothingOutstandingIsForNoSearch() {
        assertThat(Talk.fromStart()
                        .client(1, search("a"))
                        .server(2, end(), error("x"))
                        .client(3, search("b"))
                        .server(4, end())
                        .observed())
                .endsWith(new Ended(4, 2, 3, 4, 0, Outcome.COMPLETED));
    }

    @Test
    void aSearchThatMayHaveBeenRefusedWithoutAnEndPutsTheNextInDoubtUntilTheCountIsExact() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("a"))
                .server(2, error("search failed: too many pending searches"), statistics())
                .client(3, search("b"))
                .server(4, result("b"), end())
                .client(5, search("c"))
                .server(6, result("c"), end())
                .closed(9)
                .observed();
        assertThat(Talk.only(Answered.class, facts)).isEmpty();
        assertThat(Talk.only(Ended.class, facts)).extracting(Ended::outcome).containsOnly(Outcome.UNMEASURED);
    }

    @Test
    void anErrorAmongSeveralSearchesLeavesThemUnmeasuredUntilAllAnswersHaveCome() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("a"), search("b"))
                .server(2, error("invalid search request"), end(), end())
                .client(3, search("c"))
                .server(4, end())
                .observed();
        assertThat(Talk.only(Ended.class, facts))
                .extracting(Ended::outcome)
                .containsExactly(Outcome.UNMEASURED, Outcome.UNMEASURED, Outcome.COMPLETED);
    }

    @Test
    void aSearchLeftByAnErrorAndTheEndIsUnmeasured() {
        assertThat(Talk.fromStart()
                        .client(1, search("a"))
                        .server(2, error("search failed: too many pending searches"))
                        .closed(3)
                        .observed())
                .endsWith(new Ended(3, 1, 1, NEVER, 0, Outcome.UNMEASURED));
    }

    @Test
    void afterATaintEverythingIsCountedAndNothingMeasured() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("a"))
                .tainted(Direction.FROM_SERVER, 2)
                .server(3, result("a"), end())
                .client(4, search("b"))
                .server(5, end())
                .client(500_000_000_000L, search("c"))
                .server(500_000_000_001L, end())
                .client(500_000_000_002L, search("d"))
                .closed(500_000_000_003L)
                .observed();
        assertThat(Talk.only(Answered.class, facts)).isEmpty();
        assertThat(Talk.only(Ended.class, facts))
                .hasSize(4)
                .extracting(Ended::outcome)
                .containsOnly(Outcome.UNMEASURED);
    }

    @Test
    void moreSearchesThanAreKeptAreCountedAndDoNotShiftTheLaterOnes() {
        byte[][] searches = new byte[1030][];
        byte[][] ends = new byte[1030][];
        java.util.Arrays.fill(searches, search("a"));
        java.util.Arrays.fill(ends, end());
        List<Observation> facts = Talk.fromStart()
                .client(1, searches)
                .server(2, ends)
                .client(3, search("b"))
                .server(7, end())
                .observed();
        List<Ended> ended = Talk.only(Ended.class, facts);
        assertThat(ended).hasSize(1031);
        assertThat(ended).filteredOn(e -> e.outcome() == Outcome.UNMEASURED).hasSize(6);
        assertThat(ended.getLast()).isEqualTo(new Ended(7, 1031, 3, 7, 0, Outcome.COMPLETED));
    }

    @Test
    void aHeaderThatPromisesMuchAndSendsNothingReservesNothing() {
        Talk talk = Talk.fromStart().server(1, motd("x"));
        talk.server(2, new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 201, 0}).closed(3);
        assertThat(talk.observed()).isEmpty();
    }
}
