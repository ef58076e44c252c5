package org.activerouter.analyzer.load;

/**
 * A summary of response times, in milliseconds. All are NaN when {@code count} is 0.
 *
 * @param count how many were measured
 */
public record ResponseTimes(long count, double mean, double p50, double p95, double p99, double max) {
    /** No response time at all. */
    public static final ResponseTimes NONE =
            new ResponseTimes(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
