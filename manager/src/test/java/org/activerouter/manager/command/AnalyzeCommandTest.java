package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code analyze} on real captures, against what the clients counted that made the traffic. */
final class AnalyzeCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    static Stream<Arguments> realCaptures() {
        return Stream.of(
                arguments("teknap.pcap", 5, 14, 5, Map.of()),
                arguments("basic.pcap", 9, 12, 9, Map.of("127.0.0.11", "1/0/1", "127.0.0.12", "8/12/8")),
                arguments("multi.pcap", 410, 6754, 410, multi()),
                arguments("huge.pcap", 3, 4600, 3, Map.of("127.0.0.22", "3/4600/3")),
                arguments("fragmented.pcap", 6, 41, 6, Map.of("127.0.0.31", "6/41/6")),
                arguments("compressed.pcap", 0, 0, 0, Map.of()),
                arguments("metaserver.pcap", 2, 0, 2, Map.of("127.0.0.71", "2/0/2")));
    }

    private static Map<String, String> multi() {
        Map<String, String> clients = new TreeMap<>();
        int[] results = {749, 876, 936, 889, 682, 648, 898, 656};
        for (int i = 0; i < results.length; i++) {
            clients.put("127.0.1." + (i + 1), "40/" + results[i] + "/40");
        }
        for (int i = 1; i <= 3; i++) {
            clients.put("127.0.2." + i, "30/140/30");
        }
        return clients;
    }

    @ParameterizedTest
    @MethodSource("realCaptures")
    void theCountsAreThoseOfTheClients(
            String capture, int queries, int results, int completed, Map<String, String> perClient) {
        JsonNode json = json("analyze", "--json", CommandRun.capture(capture));

        assertThat(sum(json.get("servers"), "queries")).isEqualTo(queries);
        assertThat(sum(json.get("servers"), "results")).isEqualTo(results);
        assertThat(sum(json.get("servers"), "completed")).isEqualTo(completed);
        assertThat(sum(json.get("clients"), "queries")).isEqualTo(queries);
        assertThat(sum(json.get("clients"), "results")).isEqualTo(results);
        assertThat(sum(json.get("clients"), "completed")).isEqualTo(completed);
        assertThat(querying(json)).containsAllEntriesOf(perClient);
    }

    @Test
    void aCompressedConnectionIsOpaque() {
        assertThat(json("analyze", "--json", CommandRun.capture("compressed.pcap"))
                        .get("opaqueFlows")
                        .asInt())
                .isEqualTo(1);
        assertThat(CommandRun.of("analyze", CommandRun.capture("compressed.pcap"))
                        .out())
                .contains("1 connection could not be read (compressed");
    }

    @Test
    void aServerIsReportedWithItsNameRatesAndResponseTimes() {
        JsonNode server = json("analyze", "--json", CommandRun.capture("basic.pcap"))
                .get("servers")
                .get(0);

        assertThat(server.get("port").asInt()).isEqualTo(8888);
        assertThat(server.get("protocol").asString()).isEqualTo("opennap");
        assertThat(server.get("queryRate").get("mean").asDouble()).isPositive();
        assertThat(server.get("queryRate").get("peak").asDouble()).isPositive();
        JsonNode times = server.get("responseTimeMillis");
        assertThat(times.get("p50").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(times.get("max").asDouble());
    }

    @Test
    void severalFilesAreOneCapture() {
        JsonNode json =
                json("analyze", "--json", CommandRun.capture("basic.pcap"), CommandRun.capture("fragmented.pcap"));

        assertThat(sum(json.get("servers"), "queries")).isEqualTo(15);
    }

    @Test
    void theTableForPeopleHasTheSameFigures() {
        CommandRun run = CommandRun.of("analyze", CommandRun.capture("multi.pcap"));

        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().filter(line -> line.contains("opennap")))
                .singleElement()
                .asString()
                .containsPattern(":8888 +opennap +\\d+ +410 +6754 +410 ");
        assertThat(run.out()).containsPattern("127\\.0\\.1\\.3:\\d+ +40 +936 +40 +\\S+\n");
    }

    @Test
    void onAnotherPortItIsFoundWhenThePortIsNamedOrLearned() throws IOException {
        String moved = movedToPort(4321).toString();

        assertThat(json("analyze", "--json", moved).get("servers")).isEmpty();
        assertThat(sum(
                        json("analyze", "--json", "--port", "4321=opennap", moved)
                                .get("servers"),
                        "queries"))
                .isEqualTo(410);
        assertThat(json("analyze", "--json", "--learn", moved)
                        .get("learned")
                        .get(0)
                        .get("protocol")
                        .asString())
                .isEqualTo("opennap");
    }

    @Test
    void whatWasLearnedIsKnownToTheNextRunWithTheSameDatabase() throws IOException {
        String moved = movedToPort(4321).toString();
        String database = folder.resolve("state").toString();

        json("analyze", "--json", "--learn", "--db", database, moved);
        JsonNode second = json("analyze", "--json", "--db", database, moved);

        assertThat(sum(second.get("servers"), "queries")).isEqualTo(410);
    }

    /** The real capture with every port 8888 written over; the analyzer does not look at checksums. */
    private Path movedToPort(int port) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(CommandRun.capture("multi.pcap")));
        int global = 24;
        int header = 16;
        int at = global;
        while (at < bytes.length) {
            int length = (bytes[at + 8] & 0xFF) | ((bytes[at + 9] & 0xFF) << 8) | ((bytes[at + 10] & 0xFF) << 16);
            int tcp = at + header + 14 + 4 * (bytes[at + header + 14] & 0xF);
            movePort(bytes, tcp, port);
            movePort(bytes, tcp + 2, port);
            at += header + length;
        }
        return Files.write(folder.resolve("moved.pcap"), bytes);
    }

    private static void movePort(byte[] bytes, int at, int port) {
        if ((((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF)) == 8888) {
            bytes[at] = (byte) (port >> 8);
            bytes[at + 1] = (byte) port;
        }
    }

    @Test
    void aDamagedFileIsReportedUpToTheDamage() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(CommandRun.capture("multi.pcap")));
        Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 5));

        CommandRun run = CommandRun.of("analyze", cut.toString());

        assertThat(run.code()).isEqualTo(ExitCode.BAD_DATA);
        assertThat(run.out()).containsPattern(":8888 +opennap +\\d+ +410 ").contains("Not read to the end: ");
        assertThat(run.err()).startsWith("active-router: ").contains("cut.pcap");
    }

    @Test
    void theFilesBesideADamagedOneAreReadWhole() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(CommandRun.capture("basic.pcap")));
        Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, 1000));

        CommandRun run = CommandRun.of("analyze", "--json", cut.toString(), CommandRun.capture("fragmented.pcap"));

        assertThat(run.code()).isEqualTo(ExitCode.BAD_DATA);
        JsonNode json = MAPPER.readTree(run.out());
        assertThat(querying(json)).containsEntry("127.0.0.31", "6/41/6");
        assertThat(json.get("source").get("obstacles")).hasSize(1);
    }

    @Test
    void whatIsNoCaptureIsSaidWithTheCodeForIt() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "this is not a capture, whatever its name says\n");
        Path empty = Files.createFile(folder.resolve("empty.pcap"));

        for (Path path : new Path[] {text, empty, folder}) {
            CommandRun run = CommandRun.of("analyze", path.toString());

            assertThat(run.code()).isEqualTo(ExitCode.BAD_DATA);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains(path.toString()).hasLineCount(1);
        }
    }

    @Test
    void aFileThatDoesNotExistIsSaidWithTheCodeForIt() {
        CommandRun run =
                CommandRun.of("analyze", folder.resolve("none\u001b[2J.pcap").toString());

        assertThat(run.code()).isEqualTo(ExitCode.NO_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("none\\x1b[2J.pcap").hasLineCount(1);
    }

    private static JsonNode json(String... line) {
        CommandRun run = CommandRun.of(line);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        return MAPPER.readTree(run.out());
    }

    private static long sum(JsonNode list, String name) {
        return list.valueStream().mapToLong(one -> one.get(name).asLong()).sum();
    }

    /** queries/results/completed of each address that has asked. */
    private static Map<String, String> querying(JsonNode json) {
        Map<String, long[]> sums = new TreeMap<>();
        json.get("clients").valueStream().forEach(client -> {
            long[] sum = sums.computeIfAbsent(client.get("address").asString(), address -> new long[3]);
            sum[0] += client.get("queries").asLong();
            sum[1] += client.get("results").asLong();
            sum[2] += client.get("completed").asLong();
        });
        Map<String, String> texts = new TreeMap<>();
        sums.forEach((address, sum) -> texts.put(address, sum[0] + "/" + sum[1] + "/" + sum[2]));
        return texts;
    }
}
