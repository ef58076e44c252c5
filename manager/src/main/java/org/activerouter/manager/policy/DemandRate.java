package org.activerouter.manager.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** How much a service is asked on behalf of one server, from counters that only go up. */
final class DemandRate {
    private final long windowNanos;
    private final long longNanos;
    private final Deque<Reading> readings = new ArrayDeque<>();

    /**
     * Nothing known.
     *
     * @param windowNanos how far back a rate must look at least
     * @param longNanos how far back it may look
     */
    DemandRate(long windowNanos, long longNanos) {
        this.windowNanos = windowNanos;
        this.longNanos = longNanos;
    }

    private record Reading(long nanos, long queries, long forwarded) {}

    void counters(long nanos, long queries, long forwarded) {
        Reading last = readings.peekLast();
        if (last != null && (nanos <= last.nanos() || queries < last.queries() || forwarded < last.forwarded())) {
            readings.clear();
        }
        if (queries >= 0) {
            readings.addLast(new Reading(nanos, queries, forwarded));
        }
        while (readings.size() > 2 && nanos - second().nanos() >= longNanos) {
            readings.removeFirst();
        }
    }

    private Reading second() {
        Iterator<Reading> all = readings.iterator();
        all.next();
        return all.next();
    }

    void forget() {
        readings.clear();
    }

    /** Whether a whole window of it is known. */
    boolean isKnown() {
        return !readings.isEmpty()
                && readings.getLast().nanos() - readings.getFirst().nanos() >= windowNanos;
    }

    /** Queries per second of the window, or of the longer time if that is more; 0 if it is not known. */
    double queriesPerSecond() {
        return isKnown() ? Math.max(asked(windowStart()), asked(readings.getFirst())) : 0;
    }

    /** Those of them that the service answered itself: none where it does not say. */
    double keptPerSecond() {
        if (!isKnown() || readings.getFirst().forwarded() < 0) {
            return 0;
        }
        return Math.max(kept(windowStart()), kept(readings.getFirst()));
    }

    private Reading windowStart() {
        long from = readings.getLast().nanos() - windowNanos;
        Reading start = readings.getFirst();
        for (Reading reading : readings) {
            start = reading.nanos() <= from ? reading : start;
        }
        return start;
    }

    private double asked(Reading since) {
        return (readings.getLast().queries() - since.queries()) / seconds(since);
    }

    private double kept(Reading since) {
        long forwarded = readings.getLast().forwarded() - since.forwarded();
        return asked(since) - forwarded / seconds(since);
    }

    private double seconds(Reading since) {
        return (readings.getLast().nanos() - since.nanos()) / 1e9;
    }
}
