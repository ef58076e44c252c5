package org.activerouter.manager.control;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.analyzer.load.SliceSink;

/**
 * Slices on their way from the analysis thread, which never waits, to the control thread. What finds no room is counted: the
 * measurement then has a hole like any other loss.
 */
public final class SliceMailbox implements SliceSink {
    /** A thousand busy servers for a quarter of a minute. */
    private static final int CAPACITY = 65_536;

    private final ArrayBlockingQueue<LoadSlice> slices = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private volatile long overNanos;

    /** An empty mailbox. */
    public SliceMailbox() {}

    @Override
    public void slice(LoadSlice slice) {
        if (!slices.offer(slice)) {
            dropped.incrementAndGet();
        }
    }

    @Override
    public void over(long nanos) {
        overNanos = nanos;
    }

    /**
     * Hands over what has come, and then the time until which every slice was among it. Control thread only.
     *
     * @return that time, nanoseconds since 1970; 0 before the first
     */
    long take(SliceSink to) {
        // Read first: whatever is told to be over now is in the queue already.
        long over = overNanos;
        for (LoadSlice slice = slices.poll(); slice != null; slice = slices.poll()) {
            to.slice(slice);
        }
        if (over != 0) {
            to.over(over);
        }
        return over;
    }

    /** Slices that found no room; any thread. */
    long dropped() {
        return dropped.get();
    }
}
