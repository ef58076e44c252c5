package org.activerouter.manager.policy;

import java.util.Locale;
import java.util.Optional;
import org.activerouter.manager.policy.Condition.Statistic;

/**
 * One metric of one window against its thresholds. Immutable.
 *
 * @param metric what was measured
 * @param statistic which figure of a distribution; empty for metrics that are none
 * @param value in the metric's unit; NaN if there is none
 * @param high above it (below it for {@link Metric#RESULTS_PER_ANSWER}, whose low threshold this then is) is overload
 * @param low beyond it, on the other side, is relief
 * @param baseline the long-term figure in milliseconds that a relative metric compares with; NaN for others
 * @param samples what the value was made from
 * @param level where the value lies
 */
public record Measure(
        Metric metric,
        Optional<Statistic> statistic,
        double value,
        double high,
        double low,
        double baseline,
        long samples,
        Level level) {
    /** What can be measured. */
    public enum Metric {
        /** Milliseconds. */
        RESPONSE_TIME("response time", " ms"),
        /** Factor over the server's own baseline. */
        RELATIVE_RESPONSE_TIME("response time against its own past", " times"),
        /** Queries per second. */
        QUERY_RATE("query rate", "/s"),
        /** Results per answer: the fewer, the worse. */
        RESULTS_PER_ANSWER("results per answer", "");

        private final String words;
        private final String unit;

        Metric(String words, String unit) {
            this.words = words;
            this.unit = unit;
        }
    }

    /** Where a value lies. */
    public enum Level {
        /** Beyond the threshold of overload. */
        OVER,
        /** Between the thresholds. */
        BETWEEN,
        /** Beyond the threshold of relief. */
        UNDER,
        /** Not known. */
        UNKNOWN
    }

    /** {@code mean response time 312 ms, above 200 ms}. */
    public String text() {
        if (level == Level.UNKNOWN) {
            return name() + " not known (" + samples + (samples == 1 ? " sample)" : " samples)");
        }
        String past = Double.isNaN(baseline) ? "" : " (usually " + figure(baseline) + " ms)";
        return name() + " " + figure(value) + metric.unit + past + ", " + position();
    }

    /** {@code mean response time above 200 ms}: what would be overload. */
    String need() {
        String than = metric == Metric.RESULTS_PER_ANSWER ? " below " : " above ";
        return name() + than + figure(high) + metric.unit;
    }

    /** {@code mean response time below 100 ms}: what would be relief. */
    String relief() {
        String than = metric == Metric.RESULTS_PER_ANSWER ? " above " : " below ";
        return name() + than + figure(low) + metric.unit;
    }

    private String name() {
        return statistic.map(Measure::words).orElse("") + metric.words;
    }

    private static String words(Statistic statistic) {
        return switch (statistic) {
            case MEAN -> "mean ";
            case P50 -> "median ";
            case P95 -> "95th percentile of ";
            case P99 -> "99th percentile of ";
        };
    }

    private String position() {
        boolean fewerIsWorse = metric == Metric.RESULTS_PER_ANSWER;
        return switch (level) {
            case OVER -> (fewerIsWorse ? "below " : "above ") + figure(high) + metric.unit;
            case UNDER -> (fewerIsWorse ? "above " : "below ") + figure(low) + metric.unit;
            default -> "between " + figure(Math.min(low, high)) + " and " + figure(Math.max(low, high)) + metric.unit;
        };
    }

    /** Three digits are as much as a window is worth. */
    static String figure(double value) {
        double size = Math.abs(value);
        return String.format(
                Locale.ROOT, size >= 100 || value == Math.rint(value) ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
