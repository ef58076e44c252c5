package org.activerouter.manager.group;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts of the last seconds: a sliding window in {@value #PARTS} parts. Control thread only. */
final class RecentTotals {
    private static final int PARTS = 20;

    private final long partNanos;
    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(long number, Totals totals) {}

    RecentTotals(Duration window) {
        partNanos = Math.max(1, window.toNanos() / PARTS);
    }

    void add(Totals totals, long now) {
        long number = now / partNanos;
        Part last = parts.peekLast();
        if (last != null && last.number() == number) {
            parts.removeLast();
            parts.addLast(new Part(number, last.totals().plus(totals)));
        } else {
            parts.addLast(new Part(number, totals));
        }
        forget(now);
    }

    private void forget(long now) {
        long oldest = now / partNanos - PARTS;
        // A clock that went back leaves parts of the future.
        parts.removeIf(part -> part.number() <= oldest || part.number() > now / partNanos);
    }

    Totals sum(long now) {
        forget(now);
        return parts.stream().map(Part::totals).reduce(Totals.NONE, Totals::plus);
    }

    void clear() {
        parts.clear();
    }
}
