package org.activerouter.manager.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.activerouter.analyzer.load.LoadSlice;

/** Who asked one server in its window; follows the window, so that each slice is counted in and out once. */
final class Crowd {
    private final Deque<LoadSlice> counted = new ArrayDeque<>();
    private final Map<String, Integer> byClient = new HashMap<>();
    private long queries;
    private long countedUntil = Long.MIN_VALUE;

    /** Moves to the slices from one to before another. */
    void moveTo(LoadWindow slices, long from, long end) {
        if (end < countedUntil) {
            clear();
        }
        while (!counted.isEmpty() && LoadWindow.indexOf(counted.getFirst().startNanos()) < from) {
            remove(counted.removeFirst());
        }
        for (long index = Math.max(from, countedUntil); index < end; index++) {
            LoadSlice slice = slices.at(index);
            if (slice != null && slice.queries() > 0) {
                add(slice);
            }
        }
        countedUntil = end;
    }

    void clear() {
        counted.clear();
        byClient.clear();
        queries = 0;
        countedUntil = Long.MIN_VALUE;
    }

    private void add(LoadSlice slice) {
        counted.addLast(slice);
        queries += slice.queries();
        slice.queriesByClient().forEach((client, asked) -> byClient.merge(client, asked, Integer::sum));
    }

    private void remove(LoadSlice slice) {
        queries -= slice.queries();
        slice.queriesByClient()
                .forEach((client, asked) ->
                        byClient.computeIfPresent(client, (same, sum) -> sum.equals(asked) ? null : sum - asked));
    }

    /** Distinct clients, as far as is known at least: only the busiest of a slice are known by address. */
    int clients() {
        int most = byClient.size();
        for (LoadSlice slice : counted) {
            most = Math.max(most, slice.clients());
        }
        return most;
    }

    /** Share of the busiest client in all queries. */
    double largestShare() {
        int busiest = 0;
        for (int asked : byClient.values()) {
            busiest = Math.max(busiest, asked);
        }
        return queries == 0 ? 0 : (double) busiest / queries;
    }
}
