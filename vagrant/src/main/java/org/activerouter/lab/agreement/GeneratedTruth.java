package org.activerouter.lab.agreement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The true counts that lie beside a generated capture. */
public final class GeneratedTruth {
    /** The histogram's resolution, and the difference between the first and the last byte of a split query. */
    private static final double ALLOWED_SHARE = 0.01;

    private final JsonNode json;

    private GeneratedTruth(JsonNode json) {
        this.json = json;
    }

    /** Reads the JSON that the generator wrote. */
    public static GeneratedTruth read(Path file) throws IOException {
        return new GeneratedTruth(JsonMapper.shared().readTree(Files.readString(file)));
    }

    /** One sentence for each thing in which the router's report is not the truth. */
    public List<String> differences(RouterReport report) {
        List<String> differences = new ArrayList<>();
        JsonNode seen = report.json();
        compare("packets", json.get("packets").asLong(), seen.path("packets").asLong(-1), differences);
        compare("servers", json.get("servers").size(), seen.path("servers").size(), differences);
        compare("gaps", 0, seen.path("gaps").asLong(-1), differences);
        compare("unmeasured queries", 0, seen.path("unmeasuredQueries").asLong(-1), differences);
        for (JsonNode server : json.get("servers")) {
            String address = server.get("address").asString();
            JsonNode found = report.server(address, server.get("port").asInt());
            compareCounts(address, server, found, differences);
            compareTimes(address, server, found, differences);
        }
        return differences;
    }

    private static void compare(String what, long truth, long seen, List<String> differences) {
        if (truth != seen) {
            differences.add(what + ": " + truth + " in truth, " + seen + " in the report");
        }
    }

    private static void compareCounts(String address, JsonNode server, JsonNode found, List<String> differences) {
        Counts truth = Counts.of(server);
        Counts seen = Counts.of(found);
        if (!truth.equals(seen)) {
            differences.add(address + ": " + truth + " in truth; " + seen + " in the report");
        }
    }

    private static void compareTimes(String address, JsonNode server, JsonNode found, List<String> differences) {
        double truth = server.get("meanResponseMillis").asDouble();
        double seen = found.path("responseTimeMillis").path("mean").asDouble(Double.NaN);
        if (!(Math.abs(truth - seen) <= truth * ALLOWED_SHARE)) {
            differences.add(address + ": mean response time " + truth + " ms in truth, " + seen + " ms in the report");
        }
    }
}
