package org.activerouter.analyzer.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the variants are what their names say: a rewriter that did nothing would prove nothing. */
class CaptureRewriterTest {
    @ParameterizedTest
    @EnumSource
    void cuttingIntoBytesLeavesOneByteInEachPieceAndAllBytesInAll(Truth truth) {
        Recording cut = truth.recording().rewritten(CaptureRewriter.cutIntoBytes());
        assertThat(segments(cut)).allMatch(segment -> segment.payloadLength() <= 1);
        assertThat(payload(cut)).isEqualTo(payload(truth.recording()));
        assertThat(segments(cut).filter(segment -> segment.has(Ipv4Segment.FIN)).count())
                .isEqualTo(segments(truth.recording())
                        .filter(segment -> segment.has(Ipv4Segment.FIN))
                        .count());
    }

    @ParameterizedTest
    @EnumSource
    void cuttingAtRandomMakesMoreAndShorterPieces(Truth truth) {
        Recording cut = truth.recording().rewritten(CaptureRewriter.cutAtRandom(new Random(1)));
        assertThat(cut.frames().size()).isGreaterThan(truth.recording().frames().size());
        assertThat(payload(cut)).isEqualTo(payload(truth.recording()));
    }

    @ParameterizedTest
    @EnumSource
    void wrappingTakesEveryDirectionWithDataThroughZero(Truth truth) {
        Recording moved = truth.recording().rewritten(CaptureRewriter.wrapping(new Random(1)));
        List<Ipv4Segment.Way> wrapped = segments(moved)
                .filter(segment -> segment.sequence() >= 0)
                .map(Ipv4Segment::way)
                .distinct()
                .toList();
        assertThat(segments(moved)
                        .filter(segment -> segment.payloadLength() > 0)
                        .map(Ipv4Segment::way)
                        .distinct())
                .isNotEmpty()
                .allMatch(way -> wrapped.contains(way) || endsAtZero(moved, way));
    }

    private static boolean endsAtZero(Recording moved, Ipv4Segment.Way way) {
        return segments(moved)
                .anyMatch(segment -> segment.way().equals(way) && segment.sequence() + segment.payloadLength() >= 0);
    }

    @Test
    void shufflingChangesTheOrderAndEitherKeepsTheStampsInOrderOrNot() {
        Recording original = Truth.MULTI.recording();
        Recording sorted = original.rewritten(CaptureRewriter.shuffled(10, new Random(1)));
        Recording travelling = original.rewritten(CaptureRewriter.shuffledWithStamps(10, new Random(1)));
        assertThat(sorted.frames().stream().map(RecordedFrame::bytes))
                .containsExactlyElementsOf(
                        travelling.frames().stream().map(RecordedFrame::bytes).toList())
                .isNotEqualTo(
                        original.frames().stream().map(RecordedFrame::bytes).toList());
        assertThat(sorted.frames().stream().map(RecordedFrame::nanos)).isSorted();
        assertThat(travelling.frames()).containsExactlyInAnyOrderElementsOf(original.frames());
    }

    @Test
    void duplicatingAndMixingLoseNothing() {
        Recording original = Truth.BASIC.recording();
        assertThat(original.rewritten(CaptureRewriter.duplicated(1, new Random(1)))
                        .frames())
                .hasSize(2 * original.frames().size());
        assertThat(original.rewritten(CaptureRewriter.mixedWith(Truth.HUGE.recording()))
                        .frames())
                .hasSize(original.frames().size()
                        + Truth.HUGE.recording().frames().size());
    }

    private static Stream<Ipv4Segment> segments(Recording recording) {
        return recording.frames().stream().map(Ipv4Segment::of);
    }

    private static int payload(Recording recording) {
        return segments(recording).mapToInt(Ipv4Segment::payloadLength).sum();
    }
}
