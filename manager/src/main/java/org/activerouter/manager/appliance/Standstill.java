package org.activerouter.manager.appliance;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices that a thread makes no progress. It is asked at regular ticks, and counts ticks rather than time: when the whole process
 * was stopped or the machine slept, much time has passed at once, but only one tick. One thread.
 */
public final class Standstill {
    /** Long enough for any pause of the garbage collector or of a machine that swaps. */
    private static final int TICKS = 10;

    private final LongSupplier beats;
    private final Duration tick;
    private long last = -1;
    private int without;

    /**
     * For a thread that has just started.
     *
     * @param beats grows while the thread makes progress
     * @param tick time between two calls of {@link #tick}
     */
    public Standstill(LongSupplier beats, Duration tick) {
        this.beats = beats;
        this.tick = tick;
    }

    /** Looks again; whether the thread has stood still for {@link #patience}. */
    public boolean tick() {
        long now = beats.getAsLong();
        without = now == last ? without + 1 : 0;
        last = now;
        return without >= TICKS;
    }

    /** How long a thread may stand still, or take to end once it was told to. */
    public Duration patience() {
        return tick.multipliedBy(TICKS);
    }

    /** What to say about it: where the thread is now. */
    public IllegalStateException failure(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        String where = stack.length == 0 ? "a thread that has ended" : stack[0].toString();
        IllegalStateException failure = new IllegalStateException("the thread \"" + thread.getName()
                + "\" has made no progress for " + patience().toSeconds() + " s; it is in " + where);
        failure.setStackTrace(stack);
        return failure;
    }
}
