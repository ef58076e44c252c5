package org.activerouter.lab.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.activerouter.lab.events.Event;

/**
 * Values over the experiment's time, one for each interval. An interval in which nothing was measured has no value (NaN).
 *
 * @param name as in legends
 * @param interval seconds
 * @param values the first for the interval that begins at 0
 */
public record Curve(String name, double interval, List<Double> values) {
    /** Keeps its own copy of the values. */
    public Curve {
        values = List.copyOf(values);
    }

    /** Events per second. */
    public static Curve rate(String name, Run run, List<Event> events, double interval) {
        double[] counts = new double[intervals(run, interval)];
        for (Event event : events) {
            int index = index(run, event, interval);
            if (index >= 0 && index < counts.length) {
                counts[index]++;
            }
        }
        return new Curve(
                name,
                interval,
                Arrays.stream(counts).map(count -> count / interval).boxed().toList());
    }

    /** The sum of one figure over the sum of another; with a divisor of 1 the mean. */
    public static Curve ratio(
            String name,
            Run run,
            List<Event> events,
            double interval,
            ToDoubleFunction<Event> value,
            ToDoubleFunction<Event> divisor) {
        double[] sums = new double[intervals(run, interval)];
        double[] divisors = new double[sums.length];
        for (Event event : events) {
            int index = index(run, event, interval);
            if (index >= 0 && index < sums.length) {
                sums[index] += value.applyAsDouble(event);
                divisors[index] += divisor.applyAsDouble(event);
            }
        }
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < sums.length; i++) {
            values.add(divisors[i] == 0 ? Double.NaN : sums[i] / divisors[i]);
        }
        return new Curve(name, interval, values);
    }

    /** The median of a figure. */
    public static Curve median(
            String name, Run run, List<Event> events, double interval, ToDoubleFunction<Event> value) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < intervals(run, interval); i++) {
            values.add(Figures.median(run.between(events, i * interval, (i + 1) * interval), value));
        }
        return new Curve(name, interval, values);
    }

    /** A value for each whole second of a run. */
    static Curve ofSeconds(String name, double end, IntToDoubleFunction value) {
        return new Curve(
                name,
                1,
                IntStream.range(0, (int) Math.ceil(end))
                        .mapToDouble(value)
                        .boxed()
                        .toList());
    }

    private static int intervals(Run run, double interval) {
        return (int) Math.ceil(run.facts().end() / interval);
    }

    private static int index(Run run, Event event, double interval) {
        return (int) Math.floor(run.second(event) / interval);
    }

    /** The middle of each interval. */
    public double[] seconds() {
        double[] seconds = new double[values.size()];
        Arrays.setAll(seconds, i -> (i + 0.5) * interval);
        return seconds;
    }

    /** Every value. */
    public double[] plainValues() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The mean of the values whose intervals lie in a time; NaN when there are none. */
    public double mean(double from, double until) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < values.size(); i++) {
            boolean inside = i * interval >= from && (i + 1) * interval <= until;
            if (inside && !Double.isNaN(values.get(i))) {
                sum += values.get(i);
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
