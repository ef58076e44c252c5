package org.activerouter.manager.policy;

import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.analyzer.load.LogLinearScale;
import org.activerouter.manager.policy.Condition.RelativeResponseTime;
import org.activerouter.manager.policy.Condition.Statistic;

/**
 * What response times of one server usually are. What it has learned fades with the baseline's length as time constant, so that
 * old and new times pass into each other; it is told only of times in which the server was not overloaded.
 *
 * <p>A response time that grows slowly is learned like any other: what doubles within a baseline's length is seen, what takes
 * much longer is not. For that there is the absolute threshold.
 */
final class Baseline {
    /** Fading is done in steps of so many slices: 15 s. */
    private static final int FADE_EVERY = 60;

    /** Windows that must have been learned before it is worth comparing with. */
    private static final int WINDOWS_NEEDED = 10;

    private final Statistic statistic;
    private final double keptPerStep;
    private final long slicesNeeded;
    private final double samplesNeeded;
    private final double[] bins;
    private double sumNanos;
    private double samples;
    private long slicesLearned;
    private long sinceFade;

    Baseline(RelativeResponseTime condition, Policy policy) {
        statistic = condition.statistic();
        keptPerStep = Math.exp(-(double) FADE_EVERY
                * LoadWindow.SLICE_NANOS
                / condition.baseline().toNanos());
        slicesNeeded = WINDOWS_NEEDED * LoadWindow.indexOf(policy.window().toNanos());
        samplesNeeded = policy.minimumSamples();
        bins = new double[statistic == Statistic.MEAN ? 0 : LogLinearScale.BINS];
    }

    void learn(LoadSlice slice) {
        slicesLearned++;
        sumNanos += slice.responseSumNanos();
        samples += slice.answered();
        if (bins.length > 0) {
            slice.responses().forEach((bin, number) -> bins[bin] += number);
        }
        if (++sinceFade == FADE_EVERY) {
            sinceFade = 0;
            fade();
        }
    }

    private void fade() {
        sumNanos *= keptPerStep;
        samples *= keptPerStep;
        for (int bin = 0; bin < bins.length; bin++) {
            bins[bin] *= keptPerStep;
        }
    }

    boolean isKnown() {
        return slicesLearned >= slicesNeeded && samples >= samplesNeeded;
    }

    double nanos() {
        return bins.length == 0 ? sumNanos / samples : quantile();
    }

    private double quantile() {
        double share = switch (statistic) {
            case P99 -> 0.99;
            case P95 -> 0.95;
            default -> 0.5;
        };
        double total = 0;
        for (double number : bins) {
            total += number;
        }
        double rank = share * total;
        int bin = 0;
        while (bin < bins.length - 1 && rank > bins[bin]) {
            rank -= bins[bin];
            bin++;
        }
        return LogLinearScale.middleNanos(bin);
    }
}
