package org.activerouter.proxy;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long answers from a cache took, from reading a query to having written its answer; to one part in a hundred. Any thread. */
public final class AnswerTimes {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 2;

    private final Histogram nanos = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);

    /**
     * What it came to so far; all 0 where there was nothing.
     *
     * @param medianNanos half of the answers took no longer
     * @param p99Nanos 99 of a hundred took no longer
     * @param maxNanos none took longer
     */
    public record Percentiles(long medianNanos, long p99Nanos, long maxNanos) {}

    /** So many answers took so long; what is out of 0 to 60 s counts as the nearest of them. */
    public void took(long each, long answers) {
        nanos.recordValueWithCount(Math.clamp(each, 0, LONGEST_NANOS), answers);
    }

    /** Of all answers so far. */
    public Percentiles percentiles() {
        Histogram now = nanos.copy();
        return new Percentiles(now.getValueAtPercentile(50), now.getValueAtPercentile(99), now.getMaxValue());
    }
}
