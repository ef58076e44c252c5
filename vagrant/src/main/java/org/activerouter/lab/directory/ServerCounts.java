package org.activerouter.lab.directory;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What a server has done since it began. Any thread. */
public final class ServerCounts {
    /** Beyond so many connections the report no longer names where each came from. */
    private static final int MOST_CLIENTS = 100_000;

    private final Queue<String> clients = new ConcurrentLinkedQueue<>();
    final LongAdder connections = new LongAdder();
    final LongAdder logins = new LongAdder();
    final LongAdder queries = new LongAdder();
    final LongAdder results = new LongAdder();
    final LongAdder completed = new LongAdder();

    /** A client was accepted from that address and port. */
    void accepted(InetSocketAddress client) {
        if (connections.sum() < MOST_CLIENTS) {
            clients.add(client.getAddress().getHostAddress() + ":" + client.getPort());
        }
        connections.increment();
    }

    /** By name, for a report. */
    public Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("connections", connections.sum());
        json.put("logins", logins.sum());
        json.put("queries", queries.sum());
        json.put("results", results.sum());
        json.put("completed", completed.sum());
        json.put("clients", List.copyOf(clients));
        return json;
    }
}
