package org.activerouter.analyzer.protocol;

import static org.activerouter.analyzer.protocol.Observation.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.protocol.Observation.Answered;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.junit.jupiter.api.Test;

class ExchangePairingTest {
    private static final long SILENCE = 1000;

    private final List<Observation> facts = new ArrayList<>();
    private final ExchangePairing pairing = new ExchangePairing(SILENCE, facts::add);

    private List<Ended> ended() {
        return facts.stream()
                .filter(Ended.class::isInstance)
                .map(Ended.class::cast)
                .toList();
    }

    private Ended last() {
        return ended().getLast();
    }

    @Test
    void queriesAreNumberedFromOneAndAnsweredInOrder() {
        assertThat(pairing.asked(1)).isEqualTo(1);
        assertThat(pairing.asked(2)).isEqualTo(2);
        pairing.result(3, 3);
        pairing.completed(4, 5);
        pairing.completed(6, 7);
        assertThat(facts)
                .containsExactly(
                        new Asked(1, 1),
                        new Asked(2, 2),
                        new Answered(3, 1, 1),
                        new Ended(5, 1, 1, 3, 1, Outcome.COMPLETED),
                        new Answered(6, 2, 2),
                        new Ended(7, 2, 2, 6, 0, Outcome.COMPLETED));
    }

    @Test
    void theQueueGrowsWithoutLosingATime() {
        for (int round = 0; round < 3; round++) {
            int first = pairing.nextQuery();
            for (int i = 0; i < 300; i++) {
                pairing.asked(first + i);
            }
            for (int i = 0; i < 300; i++) {
                pairing.completed(1500, 1500);
                assertThat(last()).isEqualTo(new Ended(1500, first + i, first + i, 1500, 0, Outcome.COMPLETED));
            }
        }
    }

    @Test
    void aRefusalIsTimedLikeAnAnswer() {
        pairing.asked(1);
        pairing.refused(4, 9);
        assertThat(last()).isEqualTo(new Ended(9, 1, 1, 4, 0, Outcome.REFUSED));
    }

    @Test
    void aFirstAnswerThatWasToldStaysCertainWhenItsQueryIsTouchedLater() {
        pairing.asked(1);
        pairing.result(2, 2);
        pairing.touch();
        pairing.completed(3, 3);
        assertThat(last()).isEqualTo(new Ended(3, 1, 1, 2, 1, Outcome.UNMEASURED));
    }

    @Test
    void whatIsAskedBeyondTheCapEndsAtOnceAndIsStillOwedAnAnswer() {
        for (int i = 0; i < ExchangePairing.MAX_OUTSTANDING + 2; i++) {
            pairing.asked(1);
        }
        assertThat(ended()).hasSize(2);
        assertThat(pairing.outstanding()).isEqualTo(ExchangePairing.MAX_OUTSTANDING + 2);
        for (int i = 0; i < ExchangePairing.MAX_OUTSTANDING; i++) {
            pairing.completed(2, 2);
        }
        pairing.asked(3);
        pairing.result(4, 4);
        pairing.completed(4, 4);
        pairing.completed(5, 5);
        pairing.completed(6, 6);
        assertThat(last()).isEqualTo(new Ended(6, ExchangePairing.MAX_OUTSTANDING + 3, 3, 6, 0, Outcome.COMPLETED));
    }

    @Test
    void aSilenceEndsWhatCanHaveNoAnswerAnyMore() {
        pairing.asked(1);
        pairing.asked(1 + SILENCE);
        pairing.completed(5 + SILENCE, 5 + SILENCE);
        assertThat(ended())
                .containsExactly(
                        new Ended(1 + SILENCE, 1, 1, NEVER, 0, Outcome.UNMEASURED),
                        new Ended(5 + SILENCE, 2, 1 + SILENCE, 5 + SILENCE, 0, Outcome.COMPLETED));
    }

    @Test
    void aClockThatWentBackMakesNoSilence() {
        pairing.asked(5000);
        pairing.asked(1);
        pairing.asked(1 + SILENCE);
        assertThat(ended()).isEmpty();
    }

    @Test
    void aProvenPositionLetsGoOfWhatIsOverAndExpectsWhatIsNot() {
        pairing.blindToQueries();
        pairing.seesQueries(1);
        pairing.asked(2);
        pairing.asked(3);
        pairing.completed(4, 4);
        pairing.completed(5, 5);
        pairing.positionProven(1, 5);
        assertThat(pairing.outstanding()).isEqualTo(1);
        pairing.asked(6);
        pairing.completed(7, 7);
        pairing.completed(8, 8);
        assertThat(last()).isEqualTo(new Ended(8, 3, 6, 8, 0, Outcome.COMPLETED));
    }

    @Test
    void aProvenPositionEndsTheOnesBeforeItOnce() {
        pairing.asked(1);
        pairing.asked(2);
        pairing.asked(3);
        pairing.possibleGhost();
        pairing.positionProven(2, 4);
        assertThat(ended()).extracting(Ended::query).containsExactly(1, 2);
        pairing.completed(5, 5);
        assertThat(ended())
                .extracting(Ended::outcome)
                .containsOnly(Outcome.UNMEASURED)
                .hasSize(3);
        pairing.asked(6);
        pairing.completed(7, 7);
        assertThat(last().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void whileAnswersAreNotSeenNoCountEndsTheDoubt() {
        pairing.blindToAnswers();
        pairing.asked(1);
        pairing.completed(2, 2);
        pairing.asked(3);
        pairing.completed(4, 4);
        assertThat(ended()).extracting(Ended::outcome).containsOnly(Outcome.UNMEASURED);
        pairing.seesAnswers();
        pairing.asked(5);
        pairing.completed(6, 6);
        assertThat(last().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void theEndOfTheConnectionLeavesNothingOpen() {
        pairing.asked(1);
        pairing.possibleGhost();
        pairing.asked(2);
        pairing.closed(3);
        pairing.closed(4);
        assertThat(ended()).hasSize(2).extracting(Ended::outcome).containsOnly(Outcome.UNMEASURED);
    }
}
