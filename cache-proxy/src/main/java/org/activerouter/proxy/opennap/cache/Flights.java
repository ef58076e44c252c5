package org.activerouter.proxy.opennap.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Searches that the server has not answered yet, so that equal ones are asked once: the others wait. One who waits needs a whole
 * answer, and what the first one gets may lack the first one's own files; then a second one asks as well. Any thread.
 */
final class Flights {
    /** Who waits is told on the thread of the one who asked. */
    private static final int MOST_WAITING = 1_000;

    private static final class Flight {
        private int asking = 1;
        private boolean willBeWhole;
        private final List<Runnable> waiting = new ArrayList<>();
    }

    private final ConcurrentHashMap<SearchKey, Flight> flights = new ConcurrentHashMap<>();

    /**
     * Asks, or waits for those who do.
     *
     * @param makesWhole whether the answer to this client will be whole
     * @param waiter is told when it can look again, if it has to wait
     * @return whether this client must ask the server, and then say so by {@link #landed}
     */
    boolean mustAsk(SearchKey key, boolean makesWhole, Runnable waiter) {
        boolean[] ask = new boolean[1];
        flights.compute(key, (unused, flight) -> {
            ask[0] = flight == null || !flight.willBeWhole || flight.waiting.size() >= MOST_WAITING;
            return ask[0] ? asking(flight, makesWhole) : waiting(flight, waiter);
        });
        return ask[0];
    }

    private static Flight asking(@Nullable Flight flight, boolean makesWhole) {
        if (flight == null) {
            Flight first = new Flight();
            first.willBeWhole = makesWhole;
            return first;
        }
        flight.asking++;
        flight.willBeWhole = true;
        return flight;
    }

    private static @Nullable Flight waiting(@Nullable Flight flight, Runnable waiter) {
        if (flight != null) {
            flight.waiting.add(waiter);
        }
        return flight;
    }

    /** One who asked has his answer, or gave up. */
    void landed(SearchKey key) {
        List<Runnable> told = new ArrayList<>();
        flights.computeIfPresent(key, (unused, flight) -> {
            flight.asking--;
            told.addAll(flight.waiting);
            flight.waiting.clear();
            return flight.asking == 0 ? null : flight;
        });
        told.forEach(Runnable::run);
    }
}
