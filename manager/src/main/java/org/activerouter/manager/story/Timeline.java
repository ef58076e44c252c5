package org.activerouter.manager.story;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A quantity over the seconds of a story: straight lines between points, or steps. One thread. */
public final class Timeline {
    private final NavigableMap<Double, Double> points = new TreeMap<>();
    private final boolean stepped;

    private Timeline(boolean stepped) {
        this.stepped = stepped;
    }

    /** The same value for ever, until {@link #then} says otherwise: from that second on. */
    public static Timeline steps(double value) {
        Timeline timeline = new Timeline(true);
        timeline.points.put(0.0, value);
        return timeline;
    }

    /** A value that is led to the next one in a straight line. */
    public static Timeline lines(double value) {
        Timeline timeline = new Timeline(false);
        timeline.points.put(0.0, value);
        return timeline;
    }

    /** Adds a point. @return this */
    public Timeline then(double second, double value) {
        points.put(second, value);
        return this;
    }

    /** The value at a second. */
    public double at(double second) {
        Map.Entry<Double, Double> before = points.floorEntry(Math.max(second, 0));
        Map.Entry<Double, Double> after = points.higherEntry(second);
        if (stepped || after == null) {
            return before.getValue();
        }
        double part = (second - before.getKey()) / (after.getKey() - before.getKey());
        return before.getValue() + part * (after.getValue() - before.getValue());
    }

    /** The highest value from one second to another. */
    double highest(double from, double until) {
        double highest = Math.max(at(from), at(until));
        for (double value : points.subMap(from, true, until, true).values()) {
            highest = Math.max(highest, value);
        }
        return highest;
    }
}
