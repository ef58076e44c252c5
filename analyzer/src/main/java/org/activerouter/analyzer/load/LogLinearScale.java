package org.activerouter.analyzer.load;

/**
 * Which of {@link #BINS} bins a response time falls into: one microsecond each up to 16 us, then 16 to every doubling, so that a
 * bin is at most 1/16 as wide as its values are large and its middle at most 3 % off.
 *
 * <p>The same idea as HdrHistogram's, with fewer digits and a fixed number of bins: the sliding window keeps
 * one of these for each of its parts, where a full histogram each would cost a hundred times the memory.
 */
public final class LogLinearScale {
    /** Up to 2^32 us, which is more than the longest response time that is believed, an hour. */
    public static final int BINS = 464;

    private static final int PER_DOUBLING = 16;
    private static final int LOG_PER_DOUBLING = 4;
    private static final long MAX_MICROS = (1L << 32) - 1;

    private LogLinearScale() {}

    /** The bin of a response time, which is not negative. */
    public static int bin(long nanos) {
        long micros = Math.min(nanos / 1_000, MAX_MICROS);
        if (micros < PER_DOUBLING) {
            return (int) micros;
        }
        int shift = 63 - Long.numberOfLeadingZeros(micros) - LOG_PER_DOUBLING;
        return (shift + 1) * PER_DOUBLING + (int) (micros >>> shift) - PER_DOUBLING;
    }

    /** The middle of a bin, in nanoseconds. */
    public static double middleNanos(int bin) {
        if (bin < PER_DOUBLING) {
            return (bin + 0.5) * 1_000;
        }
        int shift = bin / PER_DOUBLING - 1;
        long lowest = (long) (PER_DOUBLING + bin % PER_DOUBLING) << shift;
        return (lowest + (1L << shift) / 2.0) * 1_000;
    }
}
