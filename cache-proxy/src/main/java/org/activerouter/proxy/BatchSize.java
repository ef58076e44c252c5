package org.activerouter.proxy;

import java.util.concurrent.TimeUnit;

/**
 * How many connections are held and moved at a time: each waits for the others of its batch, so as few as will do; but each batch costs a
 * drain of the capture. It follows what the last one took on this machine, under this load. One thread.
 */
public final class BatchSize {
    /** What the moving itself may take; the drain before it takes about as much, whatever the size. */
    private static final long WANTED_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    private static final int FIRST = 10;
    private static final int LEAST = 10;
    private static final int MOST = 100;

    private int size = FIRST;

    /** Of the next batch. */
    public int next() {
        return size;
    }

    /** The last batch is done: so many were moved, which took so long. It grows to no more than twice as many at once. */
    public void took(int moved, long nanos) {
        if (moved > 0) {
            long fitting = moved * WANTED_NANOS / Math.max(nanos, 1);
            size = Math.clamp(Math.min(fitting, 2L * size), LEAST, MOST);
        }
    }
}
