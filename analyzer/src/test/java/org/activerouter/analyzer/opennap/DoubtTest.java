package org.activerouter.analyzer.opennap;

import static org.activerouter.analyzer.opennap.Messages.end;
import static org.activerouter.analyzer.opennap.Messages.error;
import static org.activerouter.analyzer.opennap.Messages.logIn;
import static org.activerouter.analyzer.opennap.Messages.message;
import static org.activerouter.analyzer.opennap.Messages.motd;
import static org.activerouter.analyzer.opennap.Messages.result;
import static org.activerouter.analyzer.opennap.Messages.search;
import static org.activerouter.analyzer.opennap.Messages.welcome;
import static org.activerouter.analyzer.protocol.Observation.NEVER;
import static org.activerouter.capture.Direction.FROM_CLIENT;
import static org.activerouter.capture.Direction.FROM_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.activerouter.analyzer.protocol.Conversation.Reading;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Answered;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.BecameOpaque;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.analyzer.protocol.Observation.LoggedIn;
import org.activerouter.analyzer.protocol.Observation.LostStep;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.junit.jupiter.api.Test;

class DoubtTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String[] NATO = {
        "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo", "lima"
    };

    private static List<Outcome> outcomes(List<Observation> facts) {
        return Talk.only(Ended.class, facts).stream().map(Ended::outcome).toList();
    }

    @Test
    void aHoleWithinTheDataOfAMessageKeepsTheBoundaryAndLeavesOnlyWhatIsOutstandingUnmeasured() {
        byte[] result = result("alpha");
        Talk talk = Talk.fromStart()
                .client(1, search("alpha"))
                .server(2, Arrays.copyOf(result, 20))
                .gap(FROM_SERVER, 30, 3)
                .server(3, Arrays.copyOfRange(result, 50, result.length), end())
                .client(4, search("bravo"))
                .server(6, end());
        List<Observation> facts = talk.observed();
        assertThat(Talk.only(LostStep.class, facts)).isEmpty();
        assertThat(Talk.only(Ended.class, facts))
                .containsExactly(
                        new Ended(3, 1, 1, NEVER, 1, Outcome.UNMEASURED), new Ended(6, 2, 4, 6, 0, Outcome.COMPLETED));
    }

    @Test
    void aHoleThatEndsExactlyWithAMessageKeepsTheBoundary() {
        byte[] motd = motd("hello");
        Talk talk = Talk.fromStart()
                .server(1, Arrays.copyOf(motd, 6))
                .gap(FROM_SERVER, motd.length - 6, 2)
                .client(3, search("a"))
                .server(4, end());
        assertThat(outcomes(talk.observed())).containsExactly(Outcome.COMPLETED);
        assertThat(talk.reading()).isEqualTo(Reading.IN_STEP);
    }

    @Test
    void aHoleAtABoundaryIsToldAsALostStepUntilThreeMessagesProveANewOne() {
        Talk talk = Talk.fromStart()
                .client(1, logIn("a"))
                .server(2, welcome())
                .gap(FROM_SERVER, 100, 3)
                .server(4, motd("one"), motd("two"));
        assertThat(Talk.only(LostStep.class, talk.observed())).hasSize(1);
        assertThat(talk.reading()).isEqualTo(Reading.LOST_STEP);
        talk.server(5, motd("three")).client(6, search("a")).server(9, end());
        assertThat(outcomes(talk.observed())).containsExactly(Outcome.COMPLETED);
        assertThat(talk.reading()).isEqualTo(Reading.IN_STEP);
    }

    @Test
    void messagesWithoutDataProveNoBoundary() {
        Talk talk = Talk.fromTheMiddle().server(1, end(), end(), end(), end(), end(), motd(""), end());
        talk.observed();
        assertThat(talk.reading()).isEqualTo(Reading.LOST_STEP);
    }

    @Test
    void messagesOfUnknownTypesProveNoBoundary() {
        Talk talk = Talk.fromTheMiddle().server(1, message(999, "a"), message(999, "b"), message(999, "c"));
        talk.observed();
        assertThat(talk.reading()).isEqualTo(Reading.LOST_STEP);
    }

    @Test
    void answersLostInAHoleLeaveTheNextSearchesUnmeasuredAndNeverShiftThem() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("alpha"))
                .gap(FROM_SERVER, 500, 2)
                .server(3, motd("one"), motd("two"), motd("three"))
                .client(4, search("bravo"))
                .server(5, end())
                .client(6, search("charlie"))
                .server(7, end())
                .closed(8)
                .observed();
        assertThat(outcomes(facts)).containsOnly(Outcome.UNMEASURED).hasSize(3);
    }

    @Test
    void whenNothingCanBeOutstandingMeasuringResumes() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("alpha"))
                .gap(FROM_SERVER, 100, 2)
                .server(3, result("alpha"), result("alpha"), end())
                .client(4, search("bravo"))
                .server(5, end())
                .observed();
        assertThat(Talk.only(Ended.class, facts))
                .containsExactly(
                        new Ended(3, 1, 1, NEVER, 2, Outcome.UNMEASURED), new Ended(5, 2, 4, 5, 0, Outcome.COMPLETED));
    }

    @Test
    void aSilenceLongerThanAnyAnswerTakesEndsTheDoubt() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("alpha"))
                .gap(FROM_SERVER, 500, 2)
                .server(3, motd("one"), motd("two"), motd("three"))
                .client(180 * SECOND + 1, search("bravo"))
                .server(180 * SECOND + 5, end())
                .observed();
        assertThat(Talk.only(Ended.class, facts))
                .containsExactly(
                        new Ended(180 * SECOND + 1, 1, 1, NEVER, 0, Outcome.UNMEASURED),
                        new Ended(180 * SECOND + 5, 2, 180 * SECOND + 1, 180 * SECOND + 5, 0, Outcome.COMPLETED));
    }

    @Test
    void aSilenceThatIsOneNanosecondShortEndsNoDoubt() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("alpha"))
                .gap(FROM_SERVER, 500, 2)
                .server(3, motd("one"), motd("two"), motd("three"))
                .client(180 * SECOND, search("bravo"))
                .server(180 * SECOND + 5, end())
                .closed(181 * SECOND)
                .observed();
        assertThat(outcomes(facts)).containsOnly(Outcome.UNMEASURED);
    }

    @Test
    void silenceCountsOnlyWhileTheClientCouldBeHeard() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("alpha"))
                .server(2, end())
                .gap(FROM_CLIENT, 500, 3)
                .client(200 * SECOND, search("bravo"), search("bravo"), search("bravo"))
                .server(201 * SECOND, end(), end(), end())
                .client(202 * SECOND, search("charlie"))
                .server(203 * SECOND, end())
                .client(383 * SECOND, search("delta"))
                .server(384 * SECOND, end())
                .observed();
        assertThat(outcomes(facts))
                .containsExactly(
                        Outcome.COMPLETED,
                        Outcome.UNMEASURED,
                        Outcome.UNMEASURED,
                        Outcome.UNMEASURED,
                        Outcome.UNMEASURED,
                        Outcome.COMPLETED);
    }

    @Test
    void twoAnswersThatNameTheirSearchesEndTheDoubtAfterLostAnswers() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("zulu"))
                .gap(FROM_SERVER, 500, 2)
                .server(3, motd("one"), motd("two"), motd("three"))
                .client(10, search("alpha"))
                .server(11, result("alpha one"), end())
                .client(20, search("bravo"))
                .server(21, result("bravo two"), end())
                .client(30, search("charlie"))
                .server(31, result("charlie three"), end())
                .client(40, search("delta"))
                .server(44, result("delta four"), end())
                .observed();
        assertThat(Talk.only(Answered.class, facts)).containsExactly(new Answered(44, 5, 40));
        assertThat(outcomes(facts)).hasSize(5);
    }

    @Test
    void oneAnswerThatNamesItsSearchIsNotEnough() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("zulu"))
                .gap(FROM_SERVER, 500, 2)
                .server(3, motd("one"), motd("two"), motd("three"))
                .client(10, search("alpha"))
                .server(11, result("alpha one"), end())
                .client(20, search("bravo"))
                .server(21, result("bravo two"), end())
                .client(30, search("delta"))
                .server(34, result("delta four"), end())
                .closed(40)
                .observed();
        assertThat(Talk.only(Answered.class, facts)).isEmpty();
    }

    @Test
    void answersThatFitSeveralSearchesProveNothing() {
        Talk talk = Talk.fromStart()
                .client(1, search("zulu"))
                .gap(FROM_SERVER, 500, 2)
                .server(3, motd("one"), motd("two"), motd("three"));
        for (int i = 0; i < 20; i++) {
            talk.client(10 + 2 * i, search("song")).server(11 + 2 * i, result("song of songs"), end());
        }
        assertThat(Talk.only(Answered.class, talk.observed())).isEmpty();
    }

    @Test
    void aServerThatIsAlwaysOneAnswerLateIsPairedRightlyOrNotAtAll() {
        Talk talk = Talk.fromTheMiddle()
                .client(1, message(207, "a"), message(207, "b"), message(207, "c"))
                .server(2, motd("one"), motd("two"), motd("three"));
        for (int i = 0; i < 12; i++) {
            talk.client(100 * i + 10, search(NATO[i]));
            String late = i == 0 ? "unseen" : NATO[i - 1];
            talk.server(100 * i + 50, result(late + " song"), end());
        }
        List<Answered> answered = Talk.only(Answered.class, talk.observed());
        assertThat(answered).isNotEmpty();
        assertThat(answered).allSatisfy(a -> assertThat(a.responseNanos()).isEqualTo(140));
    }

    @Test
    void afterAPickUpAStrangersAnswerNeverTimesASearch() {
        Talk talk = Talk.fromTheMiddle()
                .client(1, message(207, "a"), message(207, "b"), message(207, "c"))
                .server(2, motd("one"), motd("two"), motd("three"))
                .client(10, search("alpha"))
                .server(11, result("somebody elses"), end())
                .server(12, result("alpha"), end())
                .closed(20);
        assertThat(Talk.only(Answered.class, talk.observed())).isEmpty();
    }

    @Test
    void anAnswerNobodyAskedForPutsThePairingInDoubt() {
        List<Observation> facts = Talk.fromStart()
                .server(1, motd("x"), end())
                .client(2, search("alpha"))
                .server(3, end())
                .closed(4)
                .observed();
        assertThat(outcomes(facts)).containsExactly(Outcome.UNMEASURED);
    }

    @Test
    void searchesThatProveABoundaryAreCountedAtThatMoment() {
        List<Observation> facts = Talk.fromTheMiddle()
                .client(1, search("alpha"))
                .client(2, search("bravo"))
                .client(3, search("charlie"))
                .closed(4)
                .observed();
        assertThat(Talk.only(Asked.class, facts)).containsExactly(new Asked(3, 1), new Asked(3, 2), new Asked(3, 3));
        assertThat(outcomes(facts)).containsOnly(Outcome.UNMEASURED);
    }

    @Test
    void aPickUpInsideOfCompressedDataIsGivenUpAfterAWhile() {
        byte[] noise = new byte[300_000];
        new java.util.Random(7).nextBytes(noise);
        Talk talk = Talk.fromTheMiddle().bytes(FROM_SERVER, 1, noise).closed(2);
        assertThat(talk.observedOnce()).isEmpty();
        assertThat(talk.reading()).isEqualTo(Reading.NOT_MINE);
    }

    @Test
    void aConversationThatIsNeverReadableAgainBecomesOpaque() {
        byte[] noise = new byte[300_000];
        new java.util.Random(7).nextBytes(noise);
        Talk talk = Talk.fromStart()
                .client(1, search("a"))
                .gap(FROM_SERVER, 10, 2)
                .bytes(FROM_SERVER, 3, noise)
                .closed(4);
        List<Observation> facts = talk.observedOnce();
        assertThat(talk.reading()).isEqualTo(Reading.OPAQUE);
        assertThat(facts).hasAtLeastOneElementOfType(BecameOpaque.class);
        assertThat(outcomes(facts)).containsExactly(Outcome.UNMEASURED);
    }

    @Test
    void aLogInWhoseAnswerWasLostIsToldWithTheFirstAnswerToASearch() {
        List<Observation> facts = Talk.fromStart()
                .client(1, logIn("bob"))
                .gap(FROM_SERVER, 60, 2)
                .server(3, motd("one"), motd("two"), motd("three"))
                .client(4, search("a"))
                .server(5, end())
                .observed();
        assertThat(facts).contains(new LoggedIn(5, "bob", 6699, 4), new Ended(5, 1, 4, 5, 0, Outcome.COMPLETED));
    }

    @Test
    void anErrorInDoubtIsOneMoreThatMayHaveGotNoEnd() {
        List<Observation> facts = Talk.fromStart()
                .client(1, search("a"), search("b"), search("c"))
                .server(2, error("x"), error("y"), end())
                .client(3, search("d"))
                .server(4, end())
                .closed(5)
                .observed();
        assertThat(outcomes(facts)).containsOnly(Outcome.UNMEASURED).hasSize(4);
    }
}
