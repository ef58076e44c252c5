package org.activerouter.proxy.opennap.group;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts of {@link Shortfall}; they go up only. Any thread. */
final class Shortfalls {
    private final Map<Shortfall, LongAdder> counts = new EnumMap<>(Shortfall.class);

    Shortfalls() {
        for (Shortfall each : Shortfall.values()) {
            counts.put(each, new LongAdder());
        }
    }

    void count(Shortfall why) {
        Objects.requireNonNull(counts.get(why)).increment();
    }

    long of(Shortfall why) {
        return Objects.requireNonNull(counts.get(why)).sum();
    }

    /** Those that happened, beside others. */
    Map<String, Long> with(Map<String, Long> others) {
        Map<String, Long> all = new TreeMap<>(others);
        counts.forEach((why, count) -> {
            if (count.sum() > 0) {
                all.put(why.id(), count.sum());
            }
        });
        return all;
    }
}
