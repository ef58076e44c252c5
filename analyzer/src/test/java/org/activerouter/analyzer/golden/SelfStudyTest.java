package org.activerouter.analyzer.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.activerouter.analyzer.learning.LearnedService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nobody has named a port, the traffic itself teaches which protocol is spoken there. */
class SelfStudyTest {
    @ParameterizedTest
    @EnumSource
    void aCaptureTeachesItsServerAndCountsFromItsFirstByte(Truth truth) {
        Analysed analysed = Analysed.byItself(truth.recording());
        assertLearned(analysed);
        assertThat(analysed.total()).isEqualTo(truth.total());
        assertThat(analysed.byQueryingClient()).isEqualTo(truth.byQueryingClient());
        assertThat(analysed.snapshot().opaqueFlows()).isEqualTo(truth.opaqueFlows());
    }

    @ParameterizedTest
    @EnumSource
    void itMeasuresTheSameResponseTimesAsWithTheServerNamed(Truth truth) {
        assertThat(Analysed.byItself(truth.recording()).remembered().measured())
                .isEqualTo(Analysed.of(truth.recording()).remembered().measured());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itLearnsFromPacketsCutAnywhere(long seed) {
        Truth truth = Truth.FRAGMENTED;
        Analysed analysed =
                Analysed.byItself(truth.recording().rewritten(CaptureRewriter.cutAtRandom(new Random(seed))));
        assertLearned(analysed);
        assertThat(analysed.byQueryingClient()).isEqualTo(truth.byQueryingClient());
    }

    @Test
    void itLearnsFromSingleBytes() {
        Analysed analysed = Analysed.byItself(Truth.BASIC.recording().rewritten(CaptureRewriter.cutIntoBytes()));
        assertLearned(analysed);
        assertThat(analysed.byQueryingClient()).isEqualTo(Truth.BASIC.byQueryingClient());
    }

    @ParameterizedTest
    @EnumSource
    void whatWasLearnedBeforeIsFollowedWithoutStudy(Truth truth) {
        LearnedService learned =
                Analysed.byItself(truth.recording()).snapshot().learned().getFirst();
        Analysed analysed = Analysed.remembering(truth.recording(), learned);
        assertThat(analysed.byQueryingClient()).isEqualTo(truth.byQueryingClient());
        assertThat(analysed.snapshot().learned()).containsExactly(learned);
        assertThat(analysed.heard()).isEmpty();
    }

    private static void assertLearned(Analysed analysed) {
        assertThat(analysed.snapshot().learned())
                .extracting(learned -> learned.server().toString())
                .containsExactly("127.0.0.1:8888");
        assertThat(analysed.snapshot().learned())
                .extracting(LearnedService::protocol)
                .containsExactly("opennap");
        assertThat(analysed.remembered().learned())
                .isEqualTo(analysed.snapshot().learned());
    }
}
