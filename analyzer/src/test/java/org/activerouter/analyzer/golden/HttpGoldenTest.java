package org.activerouter.analyzer.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.activerouter.analyzer.golden.RememberedHistory.Measured;
import org.activerouter.analyzer.history.ExchangeRow;
import org.activerouter.analyzer.load.KindSnapshot;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures of nginx and curl give exactly what nginx has logged, however their packets are cut and ordered. */
class HttpGoldenTest {
    private static final int SEEDS = 4;
    private static final List<String> NAMES = List.of("http-kept", "http-uploads", "http-pipelines", "http-crowd");

    /** One line of nginx's log. */
    private record Logged(String client, String method, int status) {}

    private static List<Logged> logged(String name) {
        try (var in = HttpGoldenTest.class.getResourceAsStream("/captures/" + name + ".expected")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" "))
                    .map(words -> new Logged(words[0], words[1], Integer.parseInt(words[2])))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Recording recording(String name) {
        return PcapFormat.read(name + ".pcap");
    }

    static Stream<Arguments> variants() {
        return NAMES.stream()
                .flatMap(name -> rewrites().entrySet().stream()
                        .map(rewrite -> Arguments.of(name, rewrite.getKey(), rewrite.getValue())));
    }

    private static Map<String, UnaryOperator<Recording>> rewrites() {
        Map<String, UnaryOperator<Recording>> all = new TreeMap<>();
        all.put("as it is", recording -> recording);
        all.put("in single bytes", CaptureRewriter.cutIntoBytes());
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            all.put("cut at random " + seed, CaptureRewriter.cutAtRandom(random));
            all.put("shuffled " + seed, CaptureRewriter.shuffled(2 + random.nextInt(20), random));
            all.put("duplicated " + seed, CaptureRewriter.duplicated(0.3, random));
            all.put("wrapping " + seed, CaptureRewriter.wrapping(random));
        }
        return all;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("variants")
    void aCaptureGivesWhatTheServerHasLogged(String name, String how, UnaryOperator<Recording> rewrite) {
        Analysed analysed = Analysed.ofHttp(recording(name).rewritten(rewrite));
        List<Logged> truth = logged(name);
        assertThat(byClient(analysed))
                .isEqualTo(truth.stream()
                        .collect(Collectors.groupingBy(Logged::client, TreeMap::new, Collectors.counting())));
        assertThat(byMethodAndStatus(analysed))
                .isEqualTo(truth.stream()
                        .collect(Collectors.groupingBy(
                                line -> line.method() + " " + line.status() / 100 + "xx",
                                TreeMap::new,
                                Collectors.counting())));
        long errors = truth.stream().filter(line -> line.status() >= 500).count();
        assertThat(analysed.remembered().exchanges())
                .filteredOn(row -> row.outcome() == Outcome.REFUSED)
                .hasSize((int) errors);
        assertThat(analysed.snapshot().lostSteps()).isZero();
        assertThat(analysed.snapshot().opaqueFlows() + analysed.snapshot().foreignFlows())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-kept", "http-uploads", "http-pipelines", "http-crowd"})
    void everyRequestIsMeasuredToItsFirstByteAndToItsEnd(String name) {
        Analysed analysed = Analysed.ofHttp(recording(name));
        ServerSnapshot server = analysed.snapshot().servers().getFirst();
        assertThat(server.unmeasured()).isZero();
        assertThat(server.responseTime().count()).isEqualTo(logged(name).size());
        assertThat(server.completionTime().count()).isEqualTo(server.completed());
        assertThat(server.completionTime().mean()).isGreaterThan(0);
        assertThat(analysed.remembered().exchanges())
                .allMatch(
                        row -> row.firstAnswerNanos() > row.askedNanos() && row.endedNanos() >= row.firstAnswerNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-kept", "http-uploads", "http-pipelines", "http-crowd"})
    void cuttingChangesNoResponseTime(String name) {
        assertThat(Analysed.ofHttp(recording(name).rewritten(CaptureRewriter.cutAtRandom(new Random(7))))
                        .remembered()
                        .measured())
                .isEqualTo(Analysed.ofHttp(recording(name)).remembered().measured());
    }

    static Stream<Arguments> losses() {
        return NAMES.stream().flatMap(name -> IntStream.range(0, 12).mapToObj(seed -> Arguments.of(name, seed)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("losses")
    void whereFramesAreMissingTheLossIsSaidAndNoTimeIsInvented(String name, int seed) {
        Random random = new Random(seed);
        double share = 0.01 + 0.2 * random.nextDouble();
        Analysed analysed =
                Analysed.ofHttp(recording(name).rewritten(CaptureRewriter.without(s -> random.nextDouble() < share)));
        Set<Measured> real =
                Set.copyOf(Analysed.ofHttp(recording(name)).remembered().measured());
        assertThat(real).containsAll(analysed.remembered().measured());
        assertThat(analysed.total().queries()).isLessThanOrEqualTo(logged(name).size());
        if (analysed.total().queries() < logged(name).size()) {
            assertThat(analysed.saysLoss()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-kept", "http-uploads", "http-pipelines", "http-crowd"})
    void selfStudyRecognisesTheServer(String name) {
        Analysed analysed = Analysed.byItself(recording(name));
        assertThat(analysed.snapshot().learned())
                .singleElement()
                .satisfies(learned -> assertThat(learned.protocol()).isEqualTo("http"));
        assertThat(byClient(analysed)).isEqualTo(byClient(Analysed.ofHttp(recording(name))));
    }

    private static Map<String, Long> byClient(Analysed analysed) {
        return analysed.remembered().exchanges().stream()
                .map(ExchangeRow::client)
                .collect(Collectors.groupingBy(
                        client -> client.address().getHostAddress(), TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> byMethodAndStatus(Analysed analysed) {
        Map<String, Long> counts = new TreeMap<>();
        for (KindSnapshot kind : analysed.snapshot().servers().getFirst().kinds()) {
            String method = kind.kind().substring(0, kind.kind().indexOf(' '));
            kind.answers().forEach((status, count) -> counts.merge(method + " " + status, count, Long::sum));
        }
        return counts;
    }
}
