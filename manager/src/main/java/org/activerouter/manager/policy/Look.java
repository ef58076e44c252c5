package org.activerouter.manager.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.activerouter.manager.policy.Condition.QueryRate;
import org.activerouter.manager.policy.Condition.RelativeResponseTime;
import org.activerouter.manager.policy.Condition.ResponseTime;
import org.activerouter.manager.policy.Condition.ResultsPerAnswer;
import org.activerouter.manager.policy.Condition.Statistic;
import org.activerouter.manager.policy.Measure.Level;
import org.activerouter.manager.policy.Measure.Metric;
import org.activerouter.manager.policy.Policy.Combination;
import org.activerouter.manager.policy.WindowTotals.Figure;
import org.jspecify.annotations.Nullable;

/** The conditions of a policy, measured over one stretch of one server's slices. */
final class Look {
    private final Policy policy;
    private final LoadWindow slices;
    private final WindowTotals totals;
    private final List<Measure> measures = new ArrayList<>();

    /**
     * Measures every condition.
     *
     * @param totals of the stretch
     * @param minimumSamples below which a metric is not known
     * @param queryRate queries per second, which need not be those that were seen
     * @param past what is usual, for each condition that needs it
     * @param paper computes the response time, if the policy wants it as printed
     */
    Look(
            Policy policy,
            LoadWindow slices,
            WindowTotals totals,
            int minimumSamples,
            double queryRate,
            List<@Nullable Baseline> past,
            @Nullable PaperEstimator paper) {
        this.policy = policy;
        this.slices = slices;
        this.totals = totals;
        for (int i = 0; i < policy.conditions().size(); i++) {
            Measure measure = switch (policy.conditions().get(i)) {
                case ResponseTime time ->
                    responseTime(
                            time,
                            paper == null ? figure(time.statistic(), minimumSamples) : printed(paper),
                            minimumSamples);
                case RelativeResponseTime time -> relative(time, past.get(i), minimumSamples);
                case QueryRate rate ->
                    new Measure(
                            Metric.QUERY_RATE,
                            Optional.empty(),
                            queryRate,
                            rate.high(),
                            rate.low(),
                            Double.NaN,
                            totals.queries(),
                            level(totals.queries() >= minimumSamples, queryRate, rate.high(), rate.low()));
                case ResultsPerAnswer results -> results(results, minimumSamples);
            };
            measures.add(measure);
        }
    }

    private static Figure printed(PaperEstimator paper) {
        return new Figure(paper.responseNanos(), Double.isNaN(paper.responseNanos()) ? 0 : Integer.MAX_VALUE);
    }

    private Figure figure(Statistic statistic, int minimumSamples) {
        return totals.responseNanos(statistic, slices, minimumSamples);
    }

    private static Measure responseTime(ResponseTime time, Figure found, int minimumSamples) {
        double millis = found.value() / 1e6;
        double high = time.high().toNanos() / 1e6;
        double low = time.low().toNanos() / 1e6;
        return new Measure(
                Metric.RESPONSE_TIME,
                Optional.of(time.statistic()),
                millis,
                high,
                low,
                Double.NaN,
                found.samples(),
                level(found.samples() >= minimumSamples, millis, high, low));
    }

    private Measure relative(RelativeResponseTime time, @Nullable Baseline usual, int minimumSamples) {
        Figure found = figure(time.statistic(), minimumSamples);
        boolean known = usual != null && usual.isKnown() && found.samples() >= minimumSamples;
        double baseline = usual != null && usual.isKnown() ? usual.nanos() : Double.NaN;
        double factor = found.value() / baseline;
        return new Measure(
                Metric.RELATIVE_RESPONSE_TIME,
                Optional.of(time.statistic()),
                factor,
                time.high(),
                time.low(),
                baseline / 1e6,
                found.samples(),
                level(known, factor, time.high(), time.low()));
    }

    private Measure results(ResultsPerAnswer results, int minimumSamples) {
        double value = totals.resultsPerAnswer();
        double overload = results.low();
        double relief = results.high();
        // Fewer is worse: the same comparison with all signs turned.
        Level level = level(totals.ended() >= minimumSamples, -value, -overload, -relief);
        return new Measure(
                Metric.RESULTS_PER_ANSWER,
                Optional.empty(),
                value,
                overload,
                relief,
                Double.NaN,
                totals.ended(),
                level);
    }

    private static Level level(boolean known, double value, double high, double low) {
        if (!known || Double.isNaN(value)) {
            return Level.UNKNOWN;
        }
        return value > high ? Level.OVER : value < low ? Level.UNDER : Level.BETWEEN;
    }

    List<Measure> measures() {
        return measures;
    }

    private boolean any(Predicate<Measure> test) {
        for (Measure measure : measures) {
            if (test.test(measure)) {
                return true;
            }
        }
        return false;
    }

    private boolean all(Predicate<Measure> test) {
        return !any(test.negate());
    }

    private static boolean isKnown(Measure measure) {
        return measure.level() != Level.UNKNOWN;
    }

    /** Whether enough is known for the conditions to make a verdict together. */
    boolean isKnown() {
        return policy.combination() == Combination.ANY ? any(Look::isKnown) : all(Look::isKnown) || isUnder();
    }

    boolean isOver() {
        return policy.combination() == Combination.ANY
                ? any(measure -> measure.level() == Level.OVER)
                : all(measure -> measure.level() == Level.OVER);
    }

    /** Whether the conditions together say relief; what is not known does not speak against it. */
    boolean isUnder() {
        return policy.combination() == Combination.ANY
                ? any(Look::isKnown) && all(measure -> measure.level() == Level.UNDER || !isKnown(measure))
                : any(measure -> measure.level() == Level.UNDER);
    }

    boolean lacksBaseline() {
        return any(measure -> measure.metric() == Metric.RELATIVE_RESPONSE_TIME && Double.isNaN(measure.baseline()));
    }

    /** Most samples that any metric was made from. */
    long samples() {
        return measures.stream().mapToLong(Measure::samples).max().orElse(0);
    }

    WindowTotals totals() {
        return totals;
    }
}
