package org.activerouter.manager.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.activerouter.manager.policy.Condition.Statistic;
import org.activerouter.manager.policy.Policy.Estimator;

/** Finds everything that makes a policy unable to fire, bound to flap, or meaningless. One use. */
final class PolicyReview {
    /** What the analyzer cuts time into; a window is made of such slices. */
    static final Duration SLICE = Duration.ofMillis(250);

    /** As far as the distinct clients of a slice are told by address; a window knows no more of them. */
    static final int CLIENTS_COUNTED = 32;

    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(500);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);
    private static final Duration LONGEST_DELAY = Duration.ofDays(1);

    /** Windows of a server's own past that must fit into a baseline, or it would be made of what it is compared with. */
    private static final int WINDOWS_PER_BASELINE = 10;

    /** A low threshold nearer to the high one than this is within the noise of most windows. */
    private static final double LARGEST_LOW = 0.9;

    private final Policy policy;
    private final List<PolicyFlaw> flaws = new ArrayList<>();

    PolicyReview(Policy policy) {
        this.policy = policy;
    }

    List<PolicyFlaw> flaws() {
        window();
        evidence();
        times();
        if (policy.conditions().isEmpty()) {
            flaw("conditions", "is empty: the policy could never fire");
        }
        for (int i = 0; i < policy.conditions().size(); i++) {
            condition("conditions." + i + ".", policy.conditions().get(i));
        }
        return flaws;
    }

    private void flaw(String property, String message) {
        flaws.add(new PolicyFlaw(property, message));
    }

    private void window() {
        Duration window = policy.window();
        if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
            flaw("window", "is " + text(window) + "; it must be 500 ms to 10 min");
        } else if (window.toNanos() % SLICE.toNanos() != 0) {
            flaw("window", "is " + text(window) + "; it must be a multiple of 250 ms, the grain of the measurement");
        }
    }

    private void evidence() {
        if (policy.minimumSamples() < 1) {
            flaw("minimum-samples", "is " + policy.minimumSamples() + "; it must be at least 1");
        }
        if (policy.minimumClients() < 1) {
            flaw("minimum-clients", "is " + policy.minimumClients() + "; it must be at least 1");
        } else if (policy.minimumClients() > CLIENTS_COUNTED) {
            flaw("minimum-clients", "is above " + CLIENTS_COUNTED + ", which is as far as clients are counted");
        }
        share("largest-client-share", policy.largestClientShare());
        boolean enough = policy.largestClientShare() * policy.minimumClients() >= 1;
        if (!enough && policy.minimumClients() >= 1 && policy.largestClientShare() > 0) {
            // With fewer clients than this, one of them has always more than its share.
            int needed = (int) Math.ceil(1 / policy.largestClientShare());
            flaw(
                    "largest-client-share",
                    "is " + policy.largestClientShare() + ", so that at least " + needed
                            + " clients are needed before a window says anything; minimum-clients must say so");
        }
        share("redirected-share", policy.redirectedShare());
    }

    private void share(String property, double share) {
        if (!(share > 0 && share <= 1)) {
            flaw(property, "is " + share + "; it must be above 0 and at most 1");
        }
    }

    private void times() {
        delay("dwell", policy.dwell());
        delay("hold", policy.hold());
        delay("longest-hold", policy.longestHold());
        if (policy.longestHold().compareTo(policy.hold()) < 0) {
            flaw("longest-hold", "is shorter than hold, " + text(policy.hold()));
        }
        if (!(policy.holdGrowth() >= 1 && policy.holdGrowth() <= 100)) {
            flaw("hold-growth", "is " + policy.holdGrowth() + "; it must be 1 to 100");
        }
        if (policy.estimator() == Estimator.WINDOW && policy.hold().compareTo(policy.window()) < 0) {
            flaw(
                    "hold",
                    "is shorter than the window, " + text(policy.window())
                            + ": it would flap, a redirect being judged by what was measured before it");
        }
    }

    private void delay(String property, Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            flaw(property, "is " + text(delay) + "; it must be 0 to 1 day");
        }
    }

    private void condition(String at, Condition condition) {
        switch (condition) {
            case Condition.ResponseTime time -> {
                thresholds(at, seconds(time.high()), seconds(time.low()));
                statistic(at, time.statistic());
            }
            case Condition.RelativeResponseTime relative -> relative(at, relative);
            case Condition.QueryRate rate -> {
                thresholds(at, rate.high(), rate.low());
                rate(at, rate);
            }
            case Condition.ResultsPerAnswer results -> thresholds(at, results.high(), results.low());
        }
    }

    private void relative(String at, Condition.RelativeResponseTime relative) {
        thresholds(at, relative.high(), relative.low());
        statistic(at, relative.statistic());
        if (relative.low() < 1 && relative.low() > 0) {
            flaw(at + "low", "is below 1: the server would have to become faster than it ever was to be relieved");
        }
        Duration shortest = policy.window().multipliedBy(WINDOWS_PER_BASELINE);
        if (relative.baseline().compareTo(shortest) < 0) {
            flaw(
                    at + "baseline",
                    "is " + text(relative.baseline()) + "; with this window it must be at least " + text(shortest)
                            + ", or the server would be compared with itself");
        } else if (relative.baseline().compareTo(Duration.ofDays(30)) > 0) {
            flaw(at + "baseline", "is longer than 30 days");
        }
    }

    private void thresholds(String at, double high, double low) {
        if (!(high > 0) || Double.isInfinite(high)) {
            flaw(at + "high", "must be above 0");
        }
        if (!(low > 0) || Double.isInfinite(low)) {
            flaw(at + "low", "must be above 0, or the server could never be relieved");
        } else if (low >= high) {
            flaw(at + "low", "must be below high");
        } else if (low > high * LARGEST_LOW) {
            flaw(at + "low", "is so near to high that the verdict would flap; it must be at most 90 % of high");
        }
    }

    /** The 95th percentile of ten samples is just the largest of them. */
    private void statistic(String at, Statistic statistic) {
        int needed = switch (statistic) {
            case MEAN, P50 -> 1;
            case P95 -> 20;
            case P99 -> 100;
        };
        if (policy.minimumSamples() < needed && policy.estimator() == Estimator.WINDOW) {
            flaw(
                    at + "statistic",
                    "is " + statistic + ", which needs at least " + needed + " samples; minimum-samples is "
                            + policy.minimumSamples());
        }
        if (policy.estimator() == Estimator.PAPER && statistic != Statistic.MEAN) {
            flaw(at + "statistic", "is " + statistic + "; the estimator \"paper\" knows only the mean");
        }
    }

    private void rate(String at, Condition.QueryRate rate) {
        double seconds = seconds(policy.window());
        if (policy.estimator() == Estimator.WINDOW && rate.high() * seconds < policy.minimumSamples()) {
            flaw(
                    at + "high",
                    String.format(
                            Locale.ROOT,
                            "can never fire where it should: a window of %s holds %.0f queries at %s queries/s, fewer than"
                                    + " minimum-samples, %d; the window must be at least %s",
                            text(policy.window()),
                            rate.high() * seconds,
                            rate.high(),
                            policy.minimumSamples(),
                            text(windowFor(policy.minimumSamples() / rate.high()))));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static Duration windowFor(double seconds) {
        long slices = (long) Math.ceil(Math.min(seconds, 1e9) / seconds(SLICE));
        return SLICE.multipliedBy(slices);
    }

    /** A duration as it is written in a configuration file. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + " ms";
        }
        long seconds = millis / 1_000;
        return seconds % 60 == 0 && seconds != 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
