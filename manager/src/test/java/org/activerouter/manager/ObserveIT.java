package org.activerouter.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code observe} as a process, on the loopback interface. */
final class ObserveIT {
    private static final long CAP_NET_RAW = 1L << 13;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Image image = new Image();

    @BeforeEach
    void mayCapture() throws IOException {
        String effective = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .findFirst()
                .orElseThrow();
        long capabilities = Long.parseUnsignedLong(effective.substring(7).strip(), 16);
        assumeTrue((capabilities & CAP_NET_RAW) != 0, "needs the capability CAP_NET_RAW");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void askedToEndItReportsAndEndsWell(String signal) throws Exception {
        Process process = image.start("observe", "-i", "lo", "--json", "--interval", "0.1");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            JsonNode first = MAPPER.readTree(out.readLine());
            send(signal, process);
            String last = out.lines().collect(Collectors.joining("\n"));
            JsonNode report = MAPPER.readTree(last.substring(last.lastIndexOf('\n') + 1));

            assertThat(first.get("running").asBoolean()).isTrue();
            assertThat(first.has("clients")).isFalse();
            assertThat(report.get("running").asBoolean()).isFalse();
            assertThat(report.get("clients").isArray()).isTrue();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(process.errorReader(StandardCharsets.UTF_8).lines()).isEmpty();
    }

    @Test
    void whereNobodyLooksItWritesBlocksWithoutEscapes() throws Exception {
        Process process = image.start("observe", "-i", "lo", "--interval", "0.1");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("lo   0:00:00");
            send("INT", process);
            String rest = out.lines().collect(Collectors.joining("\n"));

            assertThat(rest).contains("caps: connections ").doesNotContain("\u001b");
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aReaderThatLeavesEndsItQuietly() throws Exception {
        Image.Ran ran = image.run(
                Map.of(),
                Path.of("/bin/bash"),
                "-c",
                "\"$0\" observe -i lo --interval 0.1 | head -n 2; exit ${PIPESTATUS[0]}",
                Image.LAUNCHER.toString());

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).hasLineCount(2);
    }

    @Test
    void anInterfaceThatDoesNotExistIsSaidWithTheCodeForIt() throws Exception {
        Image.Ran ran = image.run(Map.of(), Image.LAUNCHER, "observe", "-i", "nonesuch0");

        assertThat(ran.code()).isEqualTo(66);
        assertThat(ran.err()).contains("nonesuch0").contains("lo").hasLineCount(1);
    }

    @Test
    void withoutTheCapabilityItSaysWhatToGrant() throws Exception {
        Image.Ran ran = image.run(
                Map.of(),
                Path.of("/usr/bin/setpriv"),
                "--bounding-set=-net_raw",
                "--inh-caps=-net_raw",
                Image.LAUNCHER.toString(),
                "observe",
                "-i",
                "lo");

        assertThat(ran.code()).isEqualTo(77);
        assertThat(ran.err()).contains("CAP_NET_RAW").hasLineCount(1);
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
