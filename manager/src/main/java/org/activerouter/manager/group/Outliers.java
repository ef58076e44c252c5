package org.activerouter.manager.group;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Finds the member that is worse than its group: passive health, as outlier detection of proxies does it, always against the
 * others. What all have in common is no member's fault. Stateless.
 */
final class Outliers {
    private Outliers() {}

    /**
     * What is wrong with a member, a phrase; empty if nothing is.
     *
     * @param others how the others are doing that get traffic
     */
    static Optional<String> flaw(Measured own, List<Measured> others, EjectionRules rules) {
        if (own.failuresInARow() >= rules.failures()) {
            return Optional.of(own.failuresInARow() + " failures in a row");
        }
        return failing(own, others, rules).or(() -> slow(own, others, rules));
    }

    private static Optional<String> failing(Measured own, List<Measured> others, EjectionRules rules) {
        double share = own.lately().successShare();
        double usual = -medianOfOthers(others, other -> -success(other, rules));
        boolean worse = own.lately().requests() >= rules.minimumSamples()
                && share < rules.success()
                && !(usual < rules.success());
        return worse
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%d of %d requests failed",
                        own.lately().failures(),
                        own.lately().requests()))
                : Optional.empty();
    }

    private static double success(Measured member, EjectionRules rules) {
        return member.lately().requests() >= rules.minimumSamples()
                ? member.lately().successShare()
                : Double.NaN;
    }

    private static Optional<String> slow(Measured own, List<Measured> others, EjectionRules rules) {
        double found = own.responseMillis(rules.minimumSamples());
        double usual = medianOfOthers(others, other -> other.responseMillis(rules.minimumSamples()));
        boolean worse = found > usual * rules.latencyFactor()
                && found > usual + rules.latencyExcess().toNanos() / 1e6;
        return worse
                ? Optional.of(String.format(
                        Locale.ROOT, "response time %.1f ms, that of the others is %.1f ms", found, usual))
                : Optional.empty();
    }

    /** The lower one of two in the middle, which is the better one; NaN if nothing is known of any. */
    private static double medianOfOthers(List<Measured> others, ToDoubleFunction<Measured> figure) {
        double[] known = others.stream()
                .mapToDouble(figure)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return known.length == 0 ? Double.NaN : known[(known.length - 1) / 2];
    }
}
