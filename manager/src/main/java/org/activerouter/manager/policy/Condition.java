package org.activerouter.manager.policy;

import java.time.Duration;

/**
 * One threshold scheme: above {@code high} the server is overloaded, below {@code low} it is relieved, between them it stays
 * what it was.
 */
public sealed interface Condition {
    /**
     * Absolute response time (paper: RT_av against RT_thH and RT_thL).
     *
     * @param statistic which figure of the window's response times
     */
    record ResponseTime(Statistic statistic, Duration high, Duration low) implements Condition {}

    /**
     * Response time against the server's own past: "much longer than before".
     *
     * @param high factor over the baseline
     * @param low factor over the baseline
     * @param baseline how far back the server's own long-term figure reaches; times in which it was overloaded are left out
     */
    record RelativeResponseTime(Statistic statistic, double high, double low, Duration baseline) implements Condition {}

    /** Queries per second (paper: QR against QR_thH and QR_thL). */
    record QueryRate(double high, double low) implements Condition {}

    /**
     * Results per answer. A drowning directory gives fewer: overloaded <em>below</em> {@code low}, relieved above {@code high}.
     */
    record ResultsPerAnswer(double high, double low) implements Condition {}

    /** Which figure of a distribution. */
    enum Statistic {
        /** Arithmetic mean. */
        MEAN,
        /** Median. */
        P50,
        /** 95th percentile. */
        P95,
        /** 99th percentile. */
        P99
    }
}
