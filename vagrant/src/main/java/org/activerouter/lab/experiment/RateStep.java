package org.activerouter.lab.experiment;

import java.util.List;
import java.util.OptionalDouble;
import org.activerouter.lab.events.Event;

/**
 * A rate that falls from one level to another, and when it did. Times are seconds of the experiment.
 *
 * @param before events per second before
 * @param after the same at the end
 * @param second when it fell; empty where the end is not clearly lower
 */
record RateStep(double before, double after, OptionalDouble second) {
    /** What is left at the end of a rate that has fallen. */
    private static final double MOST_LEFT = 0.8;

    /**
     * Looks for it where the count is furthest above what a rate midway between both levels would have brought: the most likely
     * place of a step (Page, "Continuous inspection schemes", 1954).
     *
     * @param from a time at the first level begins
     * @param asked when the fall was asked for: the first level ends, and it is looked for from here on
     * @param settled when the second level begins, which lasts until the end
     */
    static RateStep find(Run run, List<Event> events, double from, double asked, double settled, double until) {
        double before = run.between(events, from, asked).size() / (asked - from);
        double after = run.between(events, settled, until).size() / (until - settled);
        double midway = (before + after) / 2;
        double highest = 0;
        double at = asked;
        int count = 0;
        for (Event each : run.between(events, asked, until)) {
            count++;
            double above = count - midway * (run.second(each) - asked);
            if (above >= highest) {
                highest = above;
                at = run.second(each);
            }
        }
        return new RateStep(
                before, after, after <= MOST_LEFT * before ? OptionalDouble.of(at) : OptionalDouble.empty());
    }
}
