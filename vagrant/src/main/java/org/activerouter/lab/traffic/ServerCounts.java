package org.activerouter.lab.traffic;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is true of one server in a generated capture. One thread. */
final class ServerCounts {
    private final String address;
    private final int port;
    private long clients;
    private long connections;
    private long queries;
    private long results;
    private long completed;
    private long responseMicros;

    ServerCounts(String address, int port) {
        this.address = address;
        this.port = port;
    }

    void client() {
        clients++;
    }

    void connection() {
        connections++;
    }

    void query() {
        queries++;
    }

    /** An answer: its results, and the time from the query to the first byte of the answer. */
    void answer(int itsResults, long micros) {
        completed++;
        results += itsResults;
        responseMicros += micros;
    }

    long queries() {
        return queries;
    }

    long results() {
        return results;
    }

    long completed() {
        return completed;
    }

    long connections() {
        return connections;
    }

    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("address", address);
        json.put("port", port);
        json.put("clients", clients);
        json.put("connections", connections);
        json.put("queries", queries);
        json.put("results", results);
        json.put("completed", completed);
        json.put("unanswered", queries - completed);
        json.put("meanResponseMillis", completed == 0 ? 0.0 : responseMicros / 1000.0 / completed);
        return json;
    }
}
