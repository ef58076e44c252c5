package org.activerouter.lab.peers;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one user counted on one connection. One thread at a time. */
public final class Tally {
    private final String nick;
    private final String address;
    private final int port;
    private final Times responses = new Times();
    private final Times lateness = new Times();
    private long queries;
    private long results;
    private long completed;
    private long errors;
    private boolean disconnected;

    Tally(String nick, String address, int port) {
        this.nick = nick;
        this.address = address;
        this.port = port;
    }

    void asked() {
        queries++;
    }

    void firstAnswer(long nanos) {
        responses.add(nanos);
    }

    /** The thread woke so much later than it wanted to: what the machine adds to every time measured here. */
    void woke(long nanosLate) {
        lateness.add(nanosLate);
    }

    void result() {
        results++;
    }

    void error() {
        errors++;
    }

    void completed() {
        completed++;
    }

    void disconnected() {
        disconnected = true;
    }

    long queries() {
        return queries;
    }

    /** Searches sent. */
    public static long queries(Iterable<Tally> tallies) {
        long sum = 0;
        for (Tally tally : tallies) {
            sum += tally.queries;
        }
        return sum;
    }

    /** The totals of many connections, by name. */
    public static Map<String, Object> totals(Iterable<Tally> tallies) {
        Tally sum = new Tally("", "", 0);
        long disconnects = 0;
        for (Tally tally : tallies) {
            sum.queries += tally.queries;
            sum.results += tally.results;
            sum.completed += tally.completed;
            sum.errors += tally.errors;
            sum.responses.addAll(tally.responses);
            sum.lateness.addAll(tally.lateness);
            disconnects += tally.disconnected ? 1 : 0;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        sum.putCounts(json);
        json.put("disconnects", disconnects);
        return json;
    }

    /** By name, for a report. */
    public Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("nick", nick);
        json.put("address", address);
        json.put("port", port);
        putCounts(json);
        json.put("disconnected", disconnected);
        json.put("responsesMillis", responses.millis());
        return json;
    }

    private void putCounts(Map<String, Object> json) {
        json.put("queries", queries);
        json.put("results", results);
        json.put("completed", completed);
        json.put("errors", errors);
        json.put("responseTimeMillis", responses.summary());
        json.put("wokeLateMillis", lateness.summary());
    }
}
