package org.activerouter.manager.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import org.activerouter.analyzer.load.LoadSlice;

/**
 * The metrics of "Active Load Distribution Mechanism for P2P Application", section 5.2, as printed: RT_av, the average of the
 * last N response times, and QR_avg, the average of the rates QR = N / |T_fq - T_lq| (equation 2, with the absolute span) that
 * were completed since it was computed last. A rate stands until the next one is complete, however long that takes: with too
 * few queries neither figure moves. N is the policy's minimum of samples.
 *
 * <p>When a query within a slice was asked is known of the first and the last; those between are taken as evenly spread.
 */
final class PaperEstimator {
    private final int n;
    private final Deque<Part> answers = new ArrayDeque<>();
    private long answered;
    private long counted;
    private double firstQueryNanos;
    private double rateSum;
    private long rates;
    private double averageRate = Double.NaN;

    PaperEstimator(int n) {
        this.n = n;
    }

    private record Part(long count, double meanNanos) {}

    void accept(LoadSlice slice) {
        if (slice.answered() > 0) {
            answers.addLast(new Part(slice.answered(), (double) slice.responseSumNanos() / slice.answered()));
            answered += slice.answered();
            while (answered - answers.getFirst().count() >= n) {
                answered -= answers.removeFirst().count();
            }
        }
        for (long query = 0; query < slice.queries(); query++) {
            asked(timeOf(query, slice));
        }
        if (rates > 0) {
            averageRate = rateSum / rates;
            rateSum = 0;
            rates = 0;
        }
    }

    private static double timeOf(long query, LoadSlice slice) {
        double first = slice.firstQueryNanos();
        return slice.queries() == 1 ? first : first + (slice.lastQueryNanos() - first) * query / (slice.queries() - 1);
    }

    private void asked(double nanos) {
        counted++;
        if (counted == 1) {
            firstQueryNanos = nanos;
        }
        if (counted == n) {
            counted = 0;
            double span = Math.abs(nanos - firstQueryNanos);
            if (span > 0) {
                rateSum += n * 1e9 / span;
                rates++;
            }
        }
    }

    /** RT_av in nanoseconds; NaN before N answers. */
    double responseNanos() {
        if (answered < n) {
            return Double.NaN;
        }
        double sum = 0;
        long left = n;
        for (Part part : (Iterable<Part>) answers::descendingIterator) {
            long taken = Math.min(left, part.count());
            sum += taken * part.meanNanos();
            left -= taken;
        }
        return sum / n;
    }

    /** QR_avg in queries per second; NaN before N queries. */
    double queryRate() {
        return averageRate;
    }
}
