package org.activerouter.lab.agreement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What users of one server counted themselves; several reports of the same server make one. */
public final class PeersReport {
    private final String server;
    private final int port;
    private final List<JsonNode> clients = new ArrayList<>();
    private double wokeLateMillis;

    private PeersReport(JsonNode first) {
        this.server = first.get("server").asString();
        this.port = first.get("port").asInt();
    }

    /** Reads one or more. */
    public static PeersReport read(List<Path> files) throws IOException {
        PeersReport report = new PeersReport(parse(files.getFirst()));
        for (Path file : files) {
            JsonNode json = parse(file);
            json.get("clients").forEach(report.clients::add);
            double late = json.path("wokeLateMillis").path("p50").asDouble(0);
            report.wokeLateMillis = Math.max(report.wokeLateMillis, late);
        }
        return report;
    }

    private static JsonNode parse(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    /** The server's address. */
    public String server() {
        return server;
    }

    /** The server's port. */
    public int port() {
        return port;
    }

    /** One per connection. */
    public List<JsonNode> clients() {
        return List.copyOf(clients);
    }

    /** All clients together. */
    public Counts total() {
        return clients.stream().map(Counts::of).reduce(Counts.NONE, Counts::plus);
    }

    /** The median over all clients' response times, in milliseconds. */
    public double medianMillis() {
        double[] sorted = clients.stream()
                .flatMapToDouble(PeersReport::responses)
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
    }

    /** How late the users' threads woke, in the median: what a busy machine adds to the times that they measured. */
    public double wokeLateMillis() {
        return wokeLateMillis;
    }

    private static DoubleStream responses(JsonNode client) {
        return client.get("responsesMillis").valueStream().mapToDouble(JsonNode::asDouble);
    }
}
