package org.activerouter.proxy.relay;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts refusals by reason; any thread. */
final class Refusals {
    private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

    Refusals() {
        for (Refusal refusal : Refusal.values()) {
            counts.put(refusal, new LongAdder());
        }
    }

    /** Counts one more. */
    @SuppressWarnings("NullAway") // each reason has its counter from the start
    void count(Refusal refusal) {
        counts.get(refusal).increment();
    }

    /** All reasons, those that never happened too, so that a reader need not know the names. */
    Map<String, Long> byName() {
        Map<String, Long> all = new LinkedHashMap<>();
        counts.forEach((refusal, count) -> all.put(refusal.key(), count.sum()));
        return all;
    }
}
