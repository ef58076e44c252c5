package org.activerouter.analyzer.load;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Outcome;

/** The counts of one server in a slice that is not over yet. Reused for the next slice but one. */
final class OpenSlice {
    private final WindowBucket load = new WindowBucket();
    private final Map<InetAddress, int[]> byClient = new HashMap<>();
    private boolean open;
    private long connections;
    private long firstQueryNanos;
    private long lastQueryNanos;
    private long ended;
    private OutcomeCounts outcomes = new OutcomeCounts();
    private long results;

    OpenSlice() {
        clear();
    }

    boolean isOpen() {
        return open;
    }

    void connected() {
        open = true;
        connections++;
    }

    void asked(InetAddress client, long nanos) {
        boolean first = firstQueryNanos == Observation.NEVER;
        firstQueryNanos = first ? nanos : Math.min(firstQueryNanos, nanos);
        lastQueryNanos = Math.max(lastQueryNanos, nanos);
        open = true;
        load.query();
        int[] count = byClient.get(client);
        if (count != null) {
            count[0]++;
        } else if (byClient.size() < LoadSlice.MOST_CLIENTS) {
            byClient.put(client, new int[] {1});
        }
    }

    void answered(long responseNanos) {
        open = true;
        load.response(responseNanos);
    }

    void ended(Outcome outcome, boolean measurable, int resultCount) {
        open = true;
        ended++;
        outcomes.count(outcome, measurable);
        results += resultCount;
    }

    /**
     * Ends the slice and empties this.
     *
     * @param perBin room for {@link LogLinearScale#BINS} counts, all 0, and left so
     */
    LoadSlice close(ServerSlices server, long startNanos, int[] perBin) {
        long end = startNanos + LoadSlice.LENGTH_NANOS;
        LoadSlice slice = new LoadSlice(
                server.endpoint(),
                server.protocol(),
                startNanos,
                LoadSlice.LENGTH_NANOS,
                connections,
                load.queries(),
                firstQueryNanos,
                lastQueryNanos,
                load.responses(),
                ended,
                outcomes.unmeasured(),
                outcomes.refused(),
                outcomes.unanswered(),
                results,
                server.waiting().waiting(end),
                server.waiting().oldestNanos(end),
                load.sumNanos(),
                load.maxNanos(),
                responses(perBin),
                busiest(),
                byClient.size());
        clear();
        return slice;
    }

    private Map<Integer, Integer> responses(int[] perBin) {
        if (load.responses() == 0) {
            return Map.of();
        }
        load.addTo(perBin);
        Map<Integer, Integer> responses = new HashMap<>();
        for (int bin = 0; bin < perBin.length; bin++) {
            if (perBin[bin] > 0) {
                responses.put(bin, perBin[bin]);
                perBin[bin] = 0;
            }
        }
        return responses;
    }

    private Map<String, Integer> busiest() {
        if (byClient.isEmpty()) {
            return Map.of();
        }
        List<Map.Entry<InetAddress, int[]>> clients = new ArrayList<>(byClient.entrySet());
        if (clients.size() > LoadSlice.BUSIEST_CLIENTS) {
            clients.sort(Comparator.comparingInt(client -> -client.getValue()[0]));
            clients = clients.subList(0, LoadSlice.BUSIEST_CLIENTS);
        }
        Map<String, Integer> busiest = new HashMap<>();
        clients.forEach(client -> busiest.put(client.getKey().getHostAddress(), client.getValue()[0]));
        return busiest;
    }

    private void clear() {
        open = false;
        connections = 0;
        firstQueryNanos = Observation.NEVER;
        lastQueryNanos = Observation.NEVER;
        ended = 0;
        outcomes = new OutcomeCounts();
        results = 0;
        load.clear();
        byClient.clear();
    }
}
