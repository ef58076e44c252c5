package org.activerouter.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GenerateCaptureTest {
    private static final long PACKETS = 60_000;

    @TempDir
    Path folder;

    @Test
    void theTrueCountsAreWhatAnotherReaderFindsInTheBytes() throws IOException {
        Path capture = GenerateCapture.generate(folder, PACKETS, 7);
        JsonNode truth = truth(capture);

        ReferenceReader read = new ReferenceReader(Files.readAllBytes(capture));

        assertThat(read.packets)
                .isEqualTo(PACKETS)
                .isEqualTo(truth.get("packets").asLong());
        assertThat(read.frameBytes).isEqualTo(truth.get("bytes").asLong());
        assertThat(read.connections).isEqualTo(truth.get("connections").asInt());
        assertThat(truth.get("servers").size()).isEqualTo(40);
        for (JsonNode server : truth.get("servers")) {
            ReferenceReader.Counts counts = read.of(server.get("address").asString());
            assertThat(counts.queries).isEqualTo(server.get("queries").asLong());
            assertThat(counts.results).isEqualTo(server.get("results").asLong());
            assertThat(counts.completed).isEqualTo(server.get("completed").asLong());
        }
    }

    @Test
    void noAcknowledgementCoversBytesThatHaveNotPassed() throws IOException {
        Path capture = GenerateCapture.generate(folder, PACKETS, 11);

        assertThat(new ReferenceReader(Files.readAllBytes(capture)).prematureAcknowledgements)
                .isZero();
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        Path first = GenerateCapture.generate(folder.resolve("a"), 20_000, 3);
        Path again = GenerateCapture.generate(folder.resolve("b"), 20_000, 3);
        Path other = GenerateCapture.generate(folder.resolve("a"), 20_000, 4);

        assertThat(first).hasSameBinaryContentAs(again);
        assertThat(Files.mismatch(first, other)).isNotNegative();
    }

    @Test
    void theWireIsAsUnkindAsTold() throws IOException {
        JsonNode truth = truth(GenerateCapture.generate(folder, PACKETS, 5));

        assertThat(truth.get("reordered").asDouble() / PACKETS).isBetween(0.007, 0.013);
        assertThat(truth.get("retransmitted").asDouble() / PACKETS).isBetween(0.003, 0.007);
        assertThat(truth.get("connections").asInt())
                .isGreaterThan(truth.get("flows").asInt());
        assertThat(truth.get("completed").asLong())
                .isLessThan(truth.get("queries").asLong());
    }

    private static JsonNode truth(Path capture) throws IOException {
        String name = capture.getFileName().toString().replace(".pcap", ".json");
        return JsonMapper.shared().readTree(Files.readString(capture.resolveSibling(name)));
    }
}
