package org.activerouter.analyzer.load;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One part of the sliding window: how many queries, and which response times.
 *
 * <p>A response time is remembered by its bin, at two bytes each; from {@link #LONGEST_LIST} on, counts per bin are smaller. So
 * the memory of all windows follows the rate of responses, whatever the number of servers.
 */
final class WindowBucket {
    private static final int LONGEST_LIST = 512;

    private static final int FEW = 4;

    private int queries;
    private int responses;
    private long sumNanos;
    private long maxNanos;
    private short[] list = new short[FEW];
    private int @Nullable [] counts;

    void query() {
        queries++;
    }

    void response(long nanos) {
        remember(LogLinearScale.bin(nanos));
        responses++;
        sumNanos += nanos;
        maxNanos = Math.max(maxNanos, nanos);
    }

    private void remember(int bin) {
        if (counts != null) {
            counts[bin]++;
        } else if (responses == LONGEST_LIST) {
            int[] perBin = new int[LogLinearScale.BINS];
            addTo(perBin);
            perBin[bin]++;
            counts = perBin;
        } else {
            if (responses == list.length) {
                list = Arrays.copyOf(list, 2 * responses);
            }
            list[responses] = (short) bin;
        }
    }

    /** Adds how many response times fell into each bin. */
    void addTo(int[] totals) {
        if (counts == null) {
            for (int i = 0; i < responses; i++) {
                totals[list[i]]++;
            }
        } else {
            for (int bin = 0; bin < counts.length; bin++) {
                totals[bin] += counts[bin];
            }
        }
    }

    /** Forgets everything, and what grew beyond the need of this time: a busy server is busy the next time too. */
    void clear() {
        boolean busy = responses >= LONGEST_LIST;
        boolean quiet = list.length > FEW && responses < list.length / 4;
        queries = 0;
        responses = 0;
        sumNanos = 0;
        maxNanos = 0;
        if (counts != null && busy) {
            Arrays.fill(counts, 0);
        } else {
            counts = null;
            list = quiet ? new short[FEW] : list;
        }
    }

    int queries() {
        return queries;
    }

    int responses() {
        return responses;
    }

    long sumNanos() {
        return sumNanos;
    }

    long maxNanos() {
        return maxNanos;
    }
}
