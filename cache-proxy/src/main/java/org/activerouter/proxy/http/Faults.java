package org.activerouter.proxy.http;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts faults by their name; any thread. */
final class Faults {
    private final Map<Fault, LongAdder> counts = new EnumMap<>(Fault.class);

    Faults() {
        for (Fault fault : Fault.values()) {
            counts.put(fault, new LongAdder());
        }
    }

    @SuppressWarnings("NullAway") // each has its counter from the start
    void count(Fault fault) {
        counts.get(fault).increment();
    }

    /** All of them beside what others have refused. */
    Map<String, Long> with(Map<String, Long> others) {
        Map<String, Long> all = new TreeMap<>(others);
        counts.forEach((fault, count) -> all.put(fault.key(), count.sum()));
        return all;
    }
}
