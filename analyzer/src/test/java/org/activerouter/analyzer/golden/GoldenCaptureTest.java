package org.activerouter.analyzer.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.activerouter.analyzer.history.ExchangeRow;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.source.FrameSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every capture gives exactly the counts that its clients made, however its packets are cut, ordered and framed. */
class GoldenCaptureTest {
    private static final int SEEDS = 12;

    @ParameterizedTest
    @EnumSource
    void aCaptureGivesItsTrueCounts(Truth truth) {
        Analysed analysed = Analysed.of(truth.recording());
        assertTrue(analysed, truth);
        assertThat(analysed.snapshot().tcp().gaps()).isZero();
        assertThat(analysed.snapshot().lostSteps()).isZero();
        assertThat(analysed.snapshot().unmeasuredQueries()).isZero();
        assertThat(analysed.snapshot().tcp().packets())
                .isEqualTo(truth.recording().frames().size());
        assertThat(analysed.remembered().measured()).hasSize((int) truth.total().queries());
    }

    @Test
    void theConsoleClientIsKnownByItsNick() {
        Analysed analysed = Analysed.of(Truth.TEKNAP.recording());
        assertThat(analysed.clients())
                .filteredOn(client -> "tekb".equals(client.nick()))
                .extracting(Analysed::counts)
                .containsExactly(new Counts(5, 14, 5));
        assertThat(analysed.clients())
                .filteredOn(client -> client.queries() > 0)
                .hasSize(1);
    }

    @Test
    void theCompressedConnectionIsOpaqueAndCountsNothing() {
        Analysed analysed = Analysed.of(Truth.COMPRESSED.recording());
        assertThat(analysed.clients())
                .filteredOn(client -> client.client().address().getHostAddress().equals("127.0.0.52"))
                .extracting(Analysed::counts)
                .containsExactly(Counts.NONE);
        assertThat(analysed.snapshot().opaqueFlows()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void queriesAreNumberedFromOneInTheOrderOfAsking(Truth truth) {
        List<ExchangeRow> rows = Analysed.of(truth.recording()).remembered().exchanges();
        assertThat(rows.stream().map(ExchangeRow::sequence).sorted())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, rows.size())
                        .mapToObj(Long::valueOf)
                        .toList());
    }

    static Stream<Arguments> variants() {
        return Stream.of(Truth.values())
                .flatMap(truth -> IntStream.range(0, SEEDS)
                        .boxed()
                        .flatMap(seed -> rewrites(new Random(seed)).entrySet().stream()
                                .map(rewrite -> Arguments.of(truth, seed, rewrite.getKey(), rewrite.getValue()))));
    }

    private static Map<String, UnaryOperator<Recording>> rewrites(Random random) {
        int window = 2 + random.nextInt(30);
        Map<String, UnaryOperator<Recording>> all = new TreeMap<>();
        all.put("cut at random", CaptureRewriter.cutAtRandom(random));
        all.put("shuffled", CaptureRewriter.shuffled(window, random));
        all.put("shuffled with stamps", CaptureRewriter.shuffledWithStamps(window, random));
        all.put("duplicated", CaptureRewriter.duplicated(0.3, random));
        all.put("wrapping", CaptureRewriter.wrapping(random));
        all.put(
                "cut, wrapping, duplicated, shuffled",
                then(
                        CaptureRewriter.cutAtRandom(random),
                        CaptureRewriter.wrapping(random),
                        CaptureRewriter.duplicated(0.2, random),
                        CaptureRewriter.shuffled(window, random)));
        return all;
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("variants")
    void itsPacketsMayBeRewrittenInAnyWay(Truth truth, int seed, String name, UnaryOperator<Recording> rewrite) {
        assertTrue(Analysed.of(truth.recording().rewritten(rewrite)), truth);
    }

    @ParameterizedTest
    @EnumSource
    void itsPacketsMayBeCutIntoSingleBytes(Truth truth) {
        assertTrue(Analysed.of(truth.recording().rewritten(CaptureRewriter.cutIntoBytes())), truth);
    }

    @ParameterizedTest
    @EnumSource
    void cuttingChangesNoResponseTime(Truth truth) {
        assertThat(Analysed.of(truth.recording().rewritten(CaptureRewriter.cutAtRandom(new Random(7))))
                        .remembered()
                        .measured())
                .isEqualTo(Analysed.of(truth.recording()).remembered().measured());
    }

    static Stream<Arguments> framings() {
        Map<String, UnaryOperator<Recording>> framings = new TreeMap<>();
        framings.put("VLAN", CaptureRewriter.vlan());
        framings.put("QinQ", then(CaptureRewriter.vlan(), CaptureRewriter.serviceVlan()));
        framings.put("cooked", CaptureRewriter.cooked());
        framings.put("cooked 2", CaptureRewriter.cooked2());
        framings.put("raw", CaptureRewriter.raw());
        framings.put("loopback", CaptureRewriter.loopback(false));
        framings.put("loopback of the other byte order", CaptureRewriter.loopback(true));
        return Stream.of(Truth.values())
                .flatMap(truth -> framings.entrySet().stream()
                        .map(framing -> Arguments.of(truth, framing.getKey(), framing.getValue())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("framings")
    void itsFramesMayBeOfAnyLinkType(Truth truth, String name, UnaryOperator<Recording> framing) {
        assertTrue(Analysed.of(truth.recording().rewritten(framing)), truth);
    }

    @ParameterizedTest
    @EnumSource
    void itsPacketsMayBeIpv6(Truth truth) {
        Analysed analysed = Analysed.of(truth.recording().rewritten(CaptureRewriter.ipv6()));
        Map<String, Counts> clients = new TreeMap<>();
        truth.byQueryingClient().forEach((address, counts) -> clients.put(ipv6(address), counts));
        assertThat(analysed.total()).isEqualTo(truth.total());
        assertThat(analysed.byQueryingClient()).isEqualTo(clients);
        assertThat(analysed.snapshot().opaqueFlows()).isEqualTo(truth.opaqueFlows());
    }

    private static String ipv6(String address) {
        int[] parts =
                Stream.of(address.split("\\.")).mapToInt(Integer::parseInt).toArray();
        return "2001:db8:0:0:0:0:%x:%x".formatted(parts[0] << 8 | parts[1], parts[2] << 8 | parts[3]);
    }

    static Stream<Arguments> fileFormats() {
        return Stream.of(Truth.values())
                .flatMap(truth -> Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)
                        .flatMap(order -> Stream.of(true, false)
                                .map(nanoseconds -> Arguments.of(truth, new PcapFormat(order, nanoseconds)))));
    }

    @ParameterizedTest
    @MethodSource("fileFormats")
    void itsFileMayBeOfEitherByteOrderAndResolution(Truth truth, PcapFormat format, @TempDir Path directory)
            throws IOException, CaptureException {
        Path file = directory.resolve(truth.file());
        format.write(truth.recording(), file);
        try (FrameSource source = FrameSources.files(List.of(file.toString()))) {
            Analysed analysed = Analysed.of(source);
            assertTrue(analysed, truth);
            assertThat(analysed.remembered().measured())
                    .isEqualTo(Analysed.of(truth.recording()).remembered().measured());
        }
    }

    static Stream<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (Truth one : Truth.values()) {
            for (Truth other : Truth.values()) {
                if (one.compareTo(other) < 0) {
                    pairs.add(Arguments.of(one, other));
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void itMayBeMixedWithAnother(Truth one, Truth other) {
        Random random = new Random((one.file() + other.file()).hashCode());
        assertTrue(
                Analysed.of(one.recording()
                        .rewritten(CaptureRewriter.mixedWith(other.recording()))
                        .rewritten(CaptureRewriter.cutAtRandom(random))
                        .rewritten(CaptureRewriter.shuffled(8, random))),
                one,
                other);
    }

    @Test
    void allOfThemMayBeMixed() {
        Recording all = Truth.TEKNAP.recording();
        for (Truth truth : Truth.values()) {
            if (truth != Truth.TEKNAP) {
                all = all.rewritten(CaptureRewriter.mixedWith(truth.recording()));
            }
        }
        assertTrue(Analysed.of(all), Truth.values());
    }

    @ParameterizedTest
    @EnumSource
    void theSameAddressesAndPortsMayConnectAgain(Truth truth) {
        for (long seconds : new long[] {60, 1_800, 86_400}) {
            Recording twice = truth.recording().rewritten(CaptureRewriter.repeatedAfter(seconds * 1_000_000_000L));
            assertTrue(Analysed.of(twice), truth, truth);
        }
    }

    @SafeVarargs
    private static UnaryOperator<Recording> then(UnaryOperator<Recording>... rewrites) {
        return recording -> {
            Recording rewritten = recording;
            for (UnaryOperator<Recording> rewrite : rewrites) {
                rewritten = rewrite.apply(rewritten);
            }
            return rewritten;
        };
    }

    private static void assertTrue(Analysed analysed, Truth... truths) {
        Counts total = Truth.totalOf(truths);
        assertThat(analysed.total()).isEqualTo(total);
        assertThat(analysed.byQueryingClient()).isEqualTo(Truth.byQueryingClientOf(truths));
        assertThat(analysed.byServer())
                .isEqualTo(total.equals(Counts.NONE) ? Map.of() : Map.of("127.0.0.1:8888", total));
        assertThat(analysed.fromExchanges()).isEqualTo(total);
        assertThat(analysed.fromSeconds()).isEqualTo(total);
        assertThat(analysed.snapshot().opaqueFlows()).isEqualTo(Truth.opaqueFlowsOf(truths));
        assertThat(analysed.snapshot().servers())
                .allMatch(server -> server.unanswered() + server.refused() + server.outstanding() == 0);
    }
}
