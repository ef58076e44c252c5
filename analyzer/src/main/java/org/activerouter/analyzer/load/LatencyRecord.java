package org.activerouter.analyzer.load;

import java.util.Arrays;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Every response time of one server since it was first seen.
 *
 * <p>There may be thousands of these, most of servers that are rarely asked. The first {@link #FEW} times are kept as they are;
 * then a histogram takes over, in microseconds with two significant digits, which grows only as far as the longest time seen
 * (some 5 kB for times up to 50 ms) and counts in 32 bits until that many were recorded.
 */
final class LatencyRecord {
    /** As many as take no more memory than the smallest histogram. */
    static final int FEW = 256;

    private static final int SIGNIFICANT_DIGITS = 2;

    private long[] few = new long[2];
    private @Nullable AbstractHistogram many;
    private long count;
    private double sumNanos;
    private long maxNanos;
    private ResponseTimes summary = ResponseTimes.NONE;

    void record(long nanos) {
        if (many != null) {
            recordAmong(many, nanos);
        } else if (count == FEW) {
            many = histogramOfFew();
            recordAmong(many, nanos);
        } else {
            recordAmongFew(nanos);
        }
        count++;
        sumNanos += nanos;
        maxNanos = Math.max(maxNanos, nanos);
    }

    private void recordAmongFew(long nanos) {
        if (count == few.length) {
            few = Arrays.copyOf(few, few.length * 2);
        }
        few[(int) count] = nanos;
    }

    private AbstractHistogram histogramOfFew() {
        AbstractHistogram histogram = new IntCountsHistogram(SIGNIFICANT_DIGITS);
        for (long nanos : few) {
            histogram.recordValue(nanos / 1_000);
        }
        few = new long[0];
        return histogram;
    }

    private void recordAmong(AbstractHistogram histogram, long nanos) {
        AbstractHistogram roomy = count == Integer.MAX_VALUE ? countingInLongs(histogram) : histogram;
        roomy.recordValue(nanos / 1_000);
        many = roomy;
    }

    private static AbstractHistogram countingInLongs(AbstractHistogram histogram) {
        Histogram wider = new Histogram(SIGNIFICANT_DIGITS);
        wider.setAutoResize(true);
        wider.add(histogram);
        return wider;
    }

    /** Computed only when something was recorded since it was asked last. */
    ResponseTimes summary() {
        if (summary.count() != count) {
            long[] sorted = Arrays.copyOf(few, (int) Math.min(count, few.length));
            Arrays.sort(sorted);
            summary = new ResponseTimes(
                    count,
                    sumNanos / count / 1e6,
                    millis(50, sorted),
                    millis(95, sorted),
                    millis(99, sorted),
                    maxNanos / 1e6);
        }
        return summary;
    }

    private double millis(int percentile, long[] sorted) {
        if (many == null) {
            return sorted[(int) Math.ceil(percentile * count / 100.0) - 1] / 1e6;
        }
        return Math.min(many.getValueAtPercentile(percentile) / 1e3, maxNanos / 1e6);
    }
}
