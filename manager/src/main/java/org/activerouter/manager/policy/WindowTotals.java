package org.activerouter.manager.policy;

import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.analyzer.load.LogLinearScale;
import org.activerouter.manager.policy.Condition.Statistic;

/** Sums over some slices of one server, and the figures made from them. */
final class WindowTotals {
    private final long slices;
    private final List<LoadSlice> measured = new ArrayList<>();
    private long queries;
    private long answered;
    private long ended;
    private long unmeasured;
    private long results;
    private long responseSumNanos;

    WindowTotals(long slices) {
        this.slices = slices;
    }

    void add(LoadSlice slice) {
        queries += slice.queries();
        answered += slice.answered();
        ended += slice.ended();
        unmeasured += slice.unmeasured();
        results += slice.results();
        responseSumNanos += slice.responseSumNanos();
        if (slice.answered() > 0) {
            measured.add(slice);
        }
    }

    double seconds() {
        return slices * (LoadWindow.SLICE_NANOS / 1e9);
    }

    long queries() {
        return queries;
    }

    long answered() {
        return answered;
    }

    long ended() {
        return ended;
    }

    double queryRate() {
        return queries / seconds();
    }

    double answerRate() {
        return answered / seconds();
    }

    double resultsPerAnswer() {
        return ended == 0 ? Double.NaN : (double) results / ended;
    }

    /** Whether the server was asked and not one answer came, measurable or not. */
    boolean isSilent() {
        return !hasAnswers() && queries + ended > 0;
    }

    /** Whether any answer came, measurable or not. */
    boolean hasAnswers() {
        return answered + unmeasured > 0;
    }

    /**
     * A figure of the response times, in nanoseconds. Queries that have waited for longer than the figure of the answered ones
     * count with the time they have waited so far: their response times will be longer still. Where that is not enough to say
     * anything, all that wait count: a server that drowns answers few, and late.
     *
     * @param waiting what waits
     * @param enough how many samples are enough
     */
    Figure responseNanos(Statistic statistic, LoadWindow waiting, long enough) {
        Figure answeredOnly = responseNanos(statistic, waiting, Double.POSITIVE_INFINITY);
        Figure raised = responseNanos(statistic, waiting, answeredOnly.samples() == 0 ? 0 : answeredOnly.value());
        return raised.samples() >= enough ? raised : responseNanos(statistic, waiting, 0.0);
    }

    private Figure responseNanos(Statistic statistic, LoadWindow waiting, double longerThan) {
        return statistic == Statistic.MEAN
                ? mean(waiting, longerThan)
                : quantile(share(statistic), waiting, longerThan);
    }

    private static double share(Statistic statistic) {
        return switch (statistic) {
            case P50 -> 0.50;
            case P95 -> 0.95;
            case P99 -> 0.99;
            case MEAN -> throw new IllegalArgumentException("the mean is no quantile");
        };
    }

    private Figure mean(LoadWindow waiting, double longerThan) {
        double sum = responseSumNanos;
        long count = answered;
        for (int age = waiting.waitingAges() - 1; age > 0; age--) {
            double waited = (double) age * LoadWindow.SLICE_NANOS;
            if (waited > longerThan) {
                sum += waited * waiting.waitingNumber(age);
                count += waiting.waitingNumber(age);
            }
        }
        return new Figure(count == 0 ? Double.NaN : sum / count, count);
    }

    private Figure quantile(double share, LoadWindow waiting, double longerThan) {
        int[] bins = new int[LogLinearScale.BINS];
        for (LoadSlice slice : measured) {
            slice.responses().forEach((bin, number) -> bins[bin] += number);
        }
        long count = 0;
        for (int number : bins) {
            count += number;
        }
        for (int age = waiting.waitingAges() - 1; age > 0; age--) {
            long waited = age * LoadWindow.SLICE_NANOS;
            if (waited > longerThan) {
                bins[LogLinearScale.bin(waited)] += (int) waiting.waitingNumber(age);
                count += waiting.waitingNumber(age);
            }
        }
        return new Figure(count == 0 ? Double.NaN : quantile(share, bins, count), count);
    }

    private static double quantile(double share, int[] bins, long count) {
        long rank = (long) Math.ceil(share * count);
        int bin = -1;
        while (rank > 0) {
            bin++;
            rank -= bins[bin];
        }
        return LogLinearScale.middleNanos(bin);
    }

    /**
     * A figure and how many samples it was made from.
     *
     * @param value NaN if there were none
     */
    record Figure(double value, long samples) {}
}
