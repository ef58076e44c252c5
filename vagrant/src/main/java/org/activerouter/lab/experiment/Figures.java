package org.activerouter.lab.experiment;

import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.activerouter.lab.events.Event;

/** Plain arithmetic on events, and how numbers are written. */
final class Figures {
    private Figures() {}

    /** NaN of none. */
    static double median(List<Event> events, ToDoubleFunction<Event> value) {
        return quantile(events, value, 0.5);
    }

    /** The smallest value that so large a share of the events does not exceed; NaN of none. */
    static double quantile(List<Event> events, ToDoubleFunction<Event> value, double share) {
        double[] sorted = events.stream().mapToDouble(value).sorted().toArray();
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, index)];
    }

    /** NaN of none. */
    static double mean(List<Event> events, ToDoubleFunction<Event> value) {
        return events.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    /** As people read it. */
    @FormatMethod
    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
