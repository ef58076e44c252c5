package org.activerouter.analyzer.load;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

/**
 * Every response time of one server since it was first seen, in microseconds with two significant digits.
 *
 * <p>There may be thousands of these: the histogram grows only as far as the longest time seen (some 5 kB for times up to
 * 50 ms) and counts in 32 bits until that many were recorded.
 */
final class LatencyRecord {
    private static final int SIGNIFICANT_DIGITS = 2;

    private AbstractHistogram histogram = new IntCountsHistogram(SIGNIFICANT_DIGITS);
    private long count;
    private double sumNanos;
    private long maxNanos;
    private ResponseTimes summary = ResponseTimes.NONE;

    void record(long nanos) {
        if (count == Integer.MAX_VALUE) {
            countInLongs();
        }
        histogram.recordValue(nanos / 1_000);
        count++;
        sumNanos += nanos;
        maxNanos = Math.max(maxNanos, nanos);
    }

    private void countInLongs() {
        Histogram wider = new Histogram(SIGNIFICANT_DIGITS);
        wider.setAutoResize(true);
        wider.add(histogram);
        histogram = wider;
    }

    /** Computed only when something was recorded since it was asked last. */
    ResponseTimes summary() {
        if (summary.count() != count) {
            summary = new ResponseTimes(
                    count, sumNanos / count / 1e6, millis(50), millis(95), millis(99), maxNanos / 1e6);
        }
        return summary;
    }

    private double millis(double percentile) {
        return Math.min(histogram.getValueAtPercentile(percentile) / 1e3, maxNanos / 1e6);
    }
}
