package org.activerouter.manager.group;

import java.time.Duration;

/**
 * When a member gets nobody new for a while. Immutable.
 *
 * @param failures so many failures in a row are enough, whatever else is known
 * @param success least share of answers that are no failures
 * @param latencyFactor how many times the median of the others its response time may be
 * @param latencyExcess how much longer than that median it must be besides: between 1 ms and 4 ms nobody would choose
 * @param minimumSamples answers in the window, with fewer a share or a mean says nothing
 * @param window how far back the figures look
 * @param time how long the first ejection lasts; each further one twice as long
 * @param longest where that growth ends
 * @param mostShare largest share of a group that is ejected at once; one member of several may always be
 */
public record EjectionRules(
        int failures,
        double success,
        double latencyFactor,
        Duration latencyExcess,
        int minimumSamples,
        Duration window,
        Duration time,
        Duration longest,
        double mostShare) {
    /** What a configuration that says nothing amounts to. */
    public static final EjectionRules USUAL = new EjectionRules(
            5,
            0.8,
            4,
            Duration.ofMillis(50),
            10,
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            0.5);

    /** How many of so many members may be out at once. */
    int most(int members) {
        return members < 2 ? 0 : Math.max(1, (int) (members * mostShare));
    }

    /** How long the n-th ejection lasts, in nanoseconds; n from 1. */
    long timeNanos(int n) {
        double grown = time.toNanos() * Math.pow(2, n - 1);
        return Math.min((long) grown, longest.toNanos());
    }
}
