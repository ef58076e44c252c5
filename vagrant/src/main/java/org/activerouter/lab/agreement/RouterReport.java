package org.activerouter.lab.agreement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What the router says: the JSON of {@code analyze}, or the last line of {@code observe}'s. */
public final class RouterReport {
    private final JsonNode json;

    private RouterReport(JsonNode json) {
        this.json = json;
    }

    /** Reads the last line of a file; a run that was not ended in good order has none with clients, and is refused. */
    public static RouterReport read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        JsonNode last = lines.isEmpty()
                ? MissingNode.getInstance()
                : JsonMapper.shared().readTree(lines.getLast());
        if (!last.has("clients")) {
            throw new IOException(file + ": no final report in it");
        }
        return new RouterReport(last);
    }

    /** Everything. */
    public JsonNode json() {
        return json;
    }

    /** All servers together. */
    public Counts total() {
        Counts sum = Counts.NONE;
        for (JsonNode server : json.path("servers")) {
            sum = sum.plus(Counts.of(server));
        }
        return sum;
    }

    /** One server, a missing node where it was not seen. */
    public JsonNode server(String address, int port) {
        return find("servers", address, port);
    }

    /** One client. */
    public Counts client(String address, int port) {
        return Counts.of(find("clients", address, port));
    }

    private JsonNode find(String list, String address, int port) {
        for (JsonNode each : json.path(list)) {
            if (each.path("address").asString("").equals(address)
                    && each.path("port").asInt(0) == port) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }
}
