package org.activerouter.manager.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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

    /**
     * Distinct clients, as far as is known at least: only the busiest of a slice are known by address.
     *
     * @param own the router's addresses; where nobody else asks, as behind its own address translation, they count
     */
    int clients(Set<String> own) {
        Set<String> leftOut = leftOut(own);
        int most = byClient.size() - among(leftOut, byClient.keySet());
        for (LoadSlice slice : counted) {
            most = Math.max(
                    most,
                    slice.clients() - among(leftOut, slice.queriesByClient().keySet()));
        }
        return most;
    }

    /**
     * Share of the busiest client in all queries.
     *
     * @param own as above
     */
    double largestShare(Set<String> own) {
        Set<String> leftOut = leftOut(own);
        int busiest = 0;
        for (Map.Entry<String, Integer> client : byClient.entrySet()) {
            if (!leftOut.contains(client.getKey())) {
                busiest = Math.max(busiest, client.getValue());
            }
        }
        return queries == 0 ? 0 : (double) busiest / queries;
    }

    private Set<String> leftOut(Set<String> own) {
        return own.containsAll(byClient.keySet()) ? Set.of() : own;
    }

    private static int among(Set<String> addresses, Set<String> clients) {
        return (int) addresses.stream().filter(clients::contains).count();
    }
}
