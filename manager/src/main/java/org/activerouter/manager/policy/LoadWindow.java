package org.activerouter.manager.policy;

import java.util.Arrays;
import org.activerouter.analyzer.load.LoadSlice;
import org.jspecify.annotations.Nullable;

/**
 * The last slices of one server. Times are numbers of slices: the time since 1970 over the length of a slice. A slice that was
 * not told is one in which nothing happened.
 */
final class LoadWindow {
    static final long SLICE_NANOS = LoadSlice.LENGTH_NANOS;

    private static final int SLICES_PER_SECOND = (int) (1_000_000_000L / SLICE_NANOS);

    /** What waits is looked for at least this far back. */
    private static final int LEAST_SLICES = 40;

    private final @Nullable LoadSlice[] ring;

    /** How many queries waited since which slice; made anew by {@link #findWaiting}. */
    private final long[] waitingNumbers;

    private long waitingEnd;
    private long waitingOldest;
    private long newest = Long.MIN_VALUE;

    LoadWindow(int slices) {
        ring = new LoadSlice[Math.max(slices, LEAST_SLICES) + 1];
        waitingNumbers = new long[ring.length + 1];
    }

    static long indexOf(long nanos) {
        return Math.floorDiv(nanos, SLICE_NANOS);
    }

    void accept(LoadSlice slice) {
        long index = indexOf(slice.startNanos());
        LoadSlice there = at(index);
        // Only a server that was forgotten in the midst of a slice tells it twice; the larger part is the truer one.
        if (there == null || there.queries() + there.answered() <= slice.queries() + slice.answered()) {
            ring[slot(index)] = slice;
        }
        newest = Math.max(newest, index);
    }

    /** The newest slice told. */
    long newest() {
        return newest;
    }

    @Nullable
    LoadSlice at(long index) {
        LoadSlice slice = ring[slot(index)];
        return slice != null && indexOf(slice.startNanos()) == index ? slice : null;
    }

    private int slot(long index) {
        return Math.floorMod(index, ring.length);
    }

    /** Sums of the slices from one to before another. */
    WindowTotals totals(long from, long end) {
        WindowTotals totals = new WindowTotals(end - from);
        for (long index = from; index < end; index++) {
            LoadSlice slice = at(index);
            if (slice != null) {
                totals.add(slice);
            }
        }
        return totals;
    }

    /**
     * Finds since when the queries wait that had no answer before {@code end}. Which ones those are is not known; it is taken
     * that they are those asked last, so that their ages are at most what they really are.
     *
     * @param since nothing before this slice is to be believed
     */
    void findWaiting(long since, long end) {
        Arrays.fill(waitingNumbers, 0);
        waitingEnd = end;
        LoadSlice last = at(end - 1);
        long left = last == null ? 0 : last.outstanding();
        long from = Math.clamp(since, end - ring.length + 1, end);
        long index = end;
        while (left > 0 && --index >= from) {
            LoadSlice slice = at(index);
            long asked = slice == null ? 0 : Math.min(left, slice.queries());
            waitingNumbers[(int) (end - 1 - index)] = asked;
            left -= asked;
        }
        waitingNumbers[(int) (end - from)] += left;
        waitingOldest = last == null ? 0 : last.oldestOutstandingNanos();
    }

    /** How many ages {@link #waitingNumber} knows. */
    int waitingAges() {
        return waitingNumbers.length;
    }

    /** How many queries have waited for so many whole slices. */
    long waitingNumber(int slices) {
        return waitingNumbers[slices];
    }

    /** How many queries waited at the end that was looked at. */
    long waiting() {
        LoadSlice last = at(waitingEnd - 1);
        return last == null ? 0 : last.outstanding();
    }

    long waitingOldestNanos() {
        return waitingOldest;
    }

    /** Most answers per second, over any second from one slice to before another. */
    double peakAnswerRate(long from, long end) {
        int slices = (int) Math.min(SLICES_PER_SECOND, end - from);
        long peak = 0;
        long sum = 0;
        for (long index = from; index < end; index++) {
            sum += answered(index) - (index - slices >= from ? answered(index - slices) : 0);
            peak = Math.max(peak, sum);
        }
        return peak * (double) SLICES_PER_SECOND / slices;
    }

    private long answered(long index) {
        LoadSlice slice = at(index);
        return slice == null ? 0 : slice.answered();
    }
}
