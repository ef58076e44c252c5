package org.activerouter.analyzer.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.activerouter.analyzer.golden.RememberedHistory.Measured;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where packets are missing from a capture the loss is said, and no response time is invented. */
class LossTest {
    private static final int SEEDS = 12;

    static Stream<Arguments> losses() {
        return Stream.of(Truth.values())
                .flatMap(truth -> IntStream.range(0, SEEDS)
                        .boxed()
                        .flatMap(seed -> lost(truth.recording(), new Random(seed)).entrySet().stream()
                                .map(lost -> Arguments.of(truth, seed, lost.getKey(), lost.getValue()))));
    }

    private static Map<String, Predicate<Ipv4Segment>> lost(Recording recording, Random random) {
        double share = 0.01 + 0.3 * random.nextDouble();
        Map<String, Predicate<Ipv4Segment>> all = new TreeMap<>();
        all.put("anything", segment -> random.nextDouble() < share);
        all.put("openings", segment -> segment.has(Ipv4Segment.SYN) && random.nextDouble() < 0.5);
        all.put("clients' data", segment -> isClients(segment) && hasData(segment) && random.nextDouble() < share);
        all.put("servers' data", segment -> !isClients(segment) && hasData(segment) && random.nextDouble() < share);
        all.put("acknowledgements", segment -> !hasData(segment) && random.nextDouble() < share);
        all.put(
                "ends",
                segment -> (segment.has(Ipv4Segment.FIN) || segment.has(Ipv4Segment.RST)) && random.nextDouble() < 0.5);
        all.put("one direction", onlyOneDirection(random.nextBoolean()));
        all.put("a stretch", stretch(recording, random));
        return all;
    }

    private static Predicate<Ipv4Segment> onlyOneDirection(boolean clients) {
        return segment -> isClients(segment) == clients;
    }

    /** Never to the end of the capture: that it ended early cannot be known. */
    private static Predicate<Ipv4Segment> stretch(Recording recording, Random random) {
        int from = random.nextInt(recording.frames().size() / 2);
        int to = from + 1 + random.nextInt(Math.min(40, recording.frames().size() / 4));
        int[] seen = {0};
        return segment -> {
            int position = seen[0]++;
            return position >= from && position < to;
        };
    }

    private static boolean isClients(Ipv4Segment segment) {
        return segment.way().toPort() == Analysed.SERVER_PORT;
    }

    private static boolean hasData(Ipv4Segment segment) {
        return segment.payloadLength() > 0;
    }

    @ParameterizedTest(name = "{0} {1} without {2}")
    @MethodSource("losses")
    void aCountThatDiffersIsExplainedAndNoResponseTimeIsInvented(
            Truth truth, int seed, String name, Predicate<Ipv4Segment> lost) {
        Recording rest = truth.recording().rewritten(CaptureRewriter.without(lost));
        Analysed analysed = Analysed.of(rest);
        if (!analysed.byQueryingClient().equals(truth.byQueryingClient())) {
            assertThat(analysed.saysLoss())
                    .as("%s instead of %s", analysed.total(), truth.total())
                    .isTrue();
        }
        Set<Measured> real =
                Set.copyOf(Analysed.of(truth.recording()).remembered().measured());
        assertThat(real).containsAll(analysed.remembered().measured());
        assertThat(analysed.total().queries()).isLessThanOrEqualTo(truth.total().queries());
        assertThat(analysed.total().results()).isLessThanOrEqualTo(truth.total().results());
    }
}
