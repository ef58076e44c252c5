package org.activerouter.proxy.opennap;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A laboratory's clock, which moves when the test says so, and what will happen by it. Events at the same time happen in the order in
 * which they were caused.
 */
public final class VirtualTime {
    private record Event(long nanos, long number, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::number));
    private long now = 1;
    private long number;

    /** What the clock shows. */
    public long nanos() {
        return now;
    }

    /** Does something in a while. */
    public Wires.Timer after(long nanos, Runnable task) {
        boolean[] cancelled = new boolean[1];
        events.add(new Event(now + nanos, number++, () -> {
            if (!cancelled[0]) {
                task.run();
            }
        }));
        return () -> cancelled[0] = true;
    }

    /** Lets time pass, and does what is due until then. */
    public void advance(Duration time) {
        long until = now + time.toNanos();
        while (!events.isEmpty() && events.peek().nanos() <= until) {
            Event next = events.remove();
            now = Math.max(now, next.nanos());
            next.what().run();
        }
        now = until;
    }
}
