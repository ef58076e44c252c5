package org.activerouter.analyzer.load;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How queries of one kind were answered.
 *
 * @param kind what was asked for: {@code GET /images}
 * @param answers how many answers by the first digit of their status, as in {@code 2xx}
 */
public record KindSnapshot(String kind, Map<String, Long> answers) {
    /** Keeps its own copy of the map, in order. */
    public KindSnapshot {
        answers = Collections.unmodifiableMap(new TreeMap<>(answers));
    }

    /** All answers. */
    public long total() {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }
}
