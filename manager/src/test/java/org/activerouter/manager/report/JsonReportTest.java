package org.activerouter.manager.report;

import static org.activerouter.manager.report.Snapshots.client;
import static org.activerouter.manager.report.Snapshots.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class JsonReportTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void theNamesThatProgramsRelyOnAreThere() throws IOException {
        JsonNode json = json(Snapshots.sound(server("10.0.0.1", 8888, 9)), "ann");

        assertThat(json.propertyNames())
                .contains(
                        "packets", "bytes", "flows", "opaqueFlows", "gaps", "unmeasuredQueries", "servers", "clients");
        JsonNode server = json.get("servers").get(0);
        assertThat(server.toString())
                .startsWith("{\"address\":\"10.0.0.1\",\"port\":8888,\"protocol\":\"opennap\",\"clients\":3,")
                .contains("\"queries\":9,\"results\":108,\"completed\":6,", "\"unanswered\":2,")
                .contains("\"queryRate\":{\"mean\":12.345,\"peak\":40.0,")
                .contains("\"responseTimeMillis\":{\"count\":9,\"mean\":1.23456,\"p50\":1.0,\"p95\":2.5,"
                        + "\"p99\":44.0131,\"max\":1200.5}");
        assertThat(json.get("clients").get(0))
                .hasToString("{\"server\":\"10.0.0.1:8888\",\"address\":\"10.1.0.1\",\"port\":40001,\"nick\":\"ann\","
                        + "\"sharePort\":6699,\"queries\":9,\"results\":108,\"completed\":9}");
    }

    @Test
    void whatWasNotMeasuredIsNull() throws IOException {
        JsonNode json = json(Snapshots.sound(server("10.0.0.1", 8888, 9)), null);

        assertThat(json.get("servers")
                        .get(0)
                        .get("windowResponseTimeMillis")
                        .get("mean")
                        .isNull())
                .isTrue();
        assertThat(json.get("clients").get(0).get("nick").isNull()).isTrue();
    }

    @Test
    void serversAreInTheOrderOfTheirAddresses() throws IOException {
        JsonNode json = json(
                Snapshots.sound(
                        server("2001:db8::1", 8888, 5),
                        server("10.0.0.200", 8888, 4),
                        server("10.0.0.10", 9999, 5),
                        server("10.0.0.10", 8888, 6)),
                null);

        assertThat(json.get("servers")
                        .valueStream()
                        .map(one -> one.get("address").asString() + " " + one.get("port")))
                .containsExactly("10.0.0.10 8888", "10.0.0.10 9999", "10.0.0.200 8888", "2001:db8:0:0:0:0:0:1 8888");
    }

    @Test
    void namesFromTheNetworkAreWholeAndHarmless() throws IOException {
        String hostile = "a\u001b[2J\u009b\u202e\"\\\n\u0000é";

        String text = text(Snapshots.sound(), hostile);

        assertThat(text).matches("\\p{ASCII}*").endsWith("}\n");
        assertThat(text.strip()).doesNotContainPattern("\\p{Cntrl}");
        JsonNode client = MAPPER.readTree(text).get("clients").get(0);
        assertThat(client.get("nick").asString()).isEqualTo(hostile);
    }

    @Test
    void troublesAndWhatWasNotReadAreSaid() throws IOException {
        JsonNode json = json(Snapshots.troubled(), null);

        assertThat(json.get("source").get("kernelDrops").asInt()).isEqualTo(10);
        assertThat(json.get("source").get("obstacles").get(0).asString()).isEqualTo("cut off");
        assertThat(json.get("learned").get(0).get("server").asString()).isEqualTo("10.0.0.9:4444");
        assertThat(json.get("database").get("trouble").asString()).startsWith("disk full");
    }

    @Test
    void aStreamThatFailsIsNotOverlooked() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        Report report = report(Snapshots.sound(), null);

        assertThatIOException().isThrownBy(() -> JsonReport.write(report, full)).withMessage("No space left on device");
    }

    private static JsonNode json(AnalysisSnapshot snapshot, String nick) throws IOException {
        return MAPPER.readTree(text(snapshot, nick));
    }

    private static String text(AnalysisSnapshot snapshot, String nick) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.write(report(snapshot, nick), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Report report(AnalysisSnapshot snapshot, String nick) {
        return new Report(
                false,
                Map.of(8888, "opennap"),
                false,
                snapshot,
                snapshot.history(),
                List.of(client("10.0.0.1", "10.1.0.1", 40001, nick, 9)),
                List.of("cut off"));
    }
}
