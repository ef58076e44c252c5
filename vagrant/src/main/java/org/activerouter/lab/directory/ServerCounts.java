package org.activerouter.lab.directory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a server has done since it began. Any thread. */
public final class ServerCounts {
    final LongAdder connections = new LongAdder();
    final LongAdder logins = new LongAdder();
    final LongAdder queries = new LongAdder();
    final LongAdder results = new LongAdder();
    final LongAdder completed = new LongAdder();

    /** By name, for a report. */
    public Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("connections", connections.sum());
        json.put("logins", logins.sum());
        json.put("queries", queries.sum());
        json.put("results", results.sum());
        json.put("completed", completed.sum());
        return json;
    }
}
