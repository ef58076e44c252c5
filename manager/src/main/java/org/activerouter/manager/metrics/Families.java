package org.activerouter.manager.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.activerouter.manager.policy.EvidenceJson;

/**
 * The metrics of one scrape, as they are put together. Their names keep to the conventions of Prometheus: base units, which stand in the
 * name, and {@code _total} (which the library adds) on what only goes up. What is not known is left out. One thread.
 */
final class Families {
    private static final String PREFIX = "active_router_";

    private final List<Supplier<MetricSnapshot>> families = new ArrayList<>();

    /** Takes the values of one metric. */
    @FunctionalInterface
    interface Family {
        /**
         * Adds a value; nothing where it is no number.
         *
         * @param labels names and values in turn, the same names for each value
         */
        void add(double value, String... labels);

        /** Adds a count. All figures of Prometheus are of 64 bits, of which 53 are exact. */
        default void add(long count, String... labels) {
            add((double) count, labels);
        }
    }

    /** A metric whose values go up and down. */
    Family gauge(String name, String help) {
        List<GaugeDataPointSnapshot> points = new ArrayList<>();
        families.add(() -> new GaugeSnapshot(new MetricMetadata(PREFIX + name, help), points));
        return (value, labels) -> {
            if (Double.isFinite(value)) {
                points.add(new GaugeDataPointSnapshot(value, Labels.of(labels), null));
            }
        };
    }

    /** A metric whose values only go up; they begin at nothing when the router is started again. */
    Family counter(String name, String help) {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        families.add(() -> new CounterSnapshot(new MetricMetadata(PREFIX + name, help), points));
        return (value, labels) -> points.add(new CounterDataPointSnapshot(value, Labels.of(labels), null, 0));
    }

    /** Adds a 1 for the state that is, and a 0 for each that is not: so it can be asked how long one lasted. */
    static <E extends Enum<E>> void addStates(Family family, Class<E> states, E now, String... labels) {
        for (E state : states.getEnumConstants()) {
            family.add(state == now ? 1 : 0, with("state", EvidenceJson.word(state), labels));
        }
    }

    private static String[] with(String name, String value, String... labels) {
        List<String> all = new ArrayList<>(List.of(labels));
        all.add(name);
        all.add(value);
        return all.toArray(String[]::new);
    }

    /** All that was added. */
    MetricSnapshots collected() {
        return new MetricSnapshots(families.stream().map(Supplier::get).toList());
    }
}
