package org.activerouter.analyzer.load;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Queries and response times of the last few seconds of the capture's clock, in fixed parts: the newest part fills while the
 * oldest leaves as a whole.
 */
final class SlidingWindow {
    private final long bucketNanos;
    private final @Nullable WindowBucket[] ring;
    private long head;
    private long headEndsNanos = Long.MIN_VALUE;
    private int epoch = -1;
    private long queries;
    private long responses;
    private long sumNanos;

    SlidingWindow(LoadLimits limits) {
        bucketNanos = limits.window().toNanos() / limits.buckets();
        ring = new WindowBucket[limits.buckets()];
    }

    /** One query; one that is older than the window is left out. */
    void query(long nanos, LoadClock clock) {
        WindowBucket bucket = bucketAt(nanos, clock);
        if (bucket != null) {
            bucket.query();
            queries++;
        }
    }

    /** One response time, at the moment of the first answer. */
    void response(long nanos, long responseNanos, LoadClock clock) {
        WindowBucket bucket = bucketAt(nanos, clock);
        if (bucket == null) {
            return;
        }
        bucket.response(responseNanos);
        responses++;
        sumNanos += responseNanos;
    }

    private @Nullable WindowBucket bucketAt(long nanos, LoadClock clock) {
        if (nanos >= headEndsNanos || epoch != clock.epoch()) {
            moveTo(clock);
        }
        long back = nanos >= headEndsNanos - bucketNanos ? 0 : head - Math.floorDiv(nanos, bucketNanos);
        return back >= ring.length ? null : bucket(slot(head - back));
    }

    private WindowBucket bucket(int slot) {
        WindowBucket bucket = ring[slot];
        if (bucket == null) {
            bucket = new WindowBucket();
            ring[slot] = bucket;
        }
        return bucket;
    }

    /** Lets go of what has become too old. */
    void moveTo(LoadClock clock) {
        long target = Math.floorDiv(clock.now(), bucketNanos);
        if (epoch != clock.epoch()) {
            clear();
            epoch = clock.epoch();
        } else if (target <= head) {
            return;
        } else if (queries + responses > 0) {
            leave(Math.min(target - head, ring.length));
        }
        head = target;
        headEndsNanos = (target + 1) * bucketNanos;
    }

    private void leave(long parts) {
        for (long i = 1; i <= parts; i++) {
            WindowBucket bucket = ring[slot(head + i)];
            if (bucket != null) {
                takeOut(bucket);
            }
        }
    }

    private void takeOut(WindowBucket bucket) {
        queries -= bucket.queries();
        responses -= bucket.responses();
        sumNanos -= bucket.sumNanos();
        bucket.clear();
    }

    private void clear() {
        Arrays.fill(ring, null);
        queries = 0;
        responses = 0;
        sumNanos = 0;
    }

    private int slot(long part) {
        return Math.floorMod(part, ring.length);
    }

    boolean isEmpty() {
        return queries == 0 && responses == 0;
    }

    /** Queries per second over the time that the window covers: all but the unfilled rest of its newest part. */
    double queryRate(long nowNanos) {
        long coveredNanos = (ring.length - 1) * bucketNanos + Math.floorMod(nowNanos, bucketNanos);
        return queries == 0 ? 0 : queries * 1e9 / Math.max(coveredNanos, 1);
    }

    /**
     * Response times; the mean and the maximum are exact, the quantiles within 3 %.
     *
     * @param perBin room for {@link LogLinearScale#BINS} counts, used during the call
     */
    ResponseTimes responseTimes(int[] perBin) {
        if (responses == 0) {
            return ResponseTimes.NONE;
        }
        Arrays.fill(perBin, 0);
        long max = 0;
        for (WindowBucket bucket : ring) {
            if (bucket != null) {
                bucket.addTo(perBin);
                max = Math.max(max, bucket.maxNanos());
            }
        }
        return new ResponseTimes(
                responses,
                (double) sumNanos / responses / 1e6,
                Math.min(quantile(0.50, perBin), (double) max) / 1e6,
                Math.min(quantile(0.95, perBin), (double) max) / 1e6,
                Math.min(quantile(0.99, perBin), (double) max) / 1e6,
                max / 1e6);
    }

    private double quantile(double share, int[] perBin) {
        long rank = (long) Math.ceil(share * responses);
        int bin = -1;
        while (rank > 0) {
            bin++;
            rank -= perBin[bin];
        }
        return LogLinearScale.middleNanos(bin);
    }
}
