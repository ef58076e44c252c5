package org.activerouter.analyzer.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one server was asked for, and with which status it answered. Beyond {@link #MOST} kinds, others count as one. */
final class QueryKinds {
    static final int MOST = 32;
    static final String OTHERS = "others";

    private static final int STATUS_CLASSES = 10;

    private final Map<String, long[]> counts = new HashMap<>();

    void count(String kind, int status) {
        long[] known = counts.get(kind);
        if (known == null) {
            known = counts.computeIfAbsent(counts.size() < MOST ? kind : OTHERS, added -> new long[STATUS_CLASSES]);
        }
        known[Math.clamp(status / 100, 0, STATUS_CLASSES - 1)]++;
    }

    /** The most asked first. */
    List<KindSnapshot> snapshots() {
        List<KindSnapshot> all = new ArrayList<>();
        counts.forEach((kind, byClass) -> all.add(new KindSnapshot(kind, named(byClass))));
        all.sort(Comparator.comparingLong(KindSnapshot::total).reversed().thenComparing(KindSnapshot::kind));
        return all;
    }

    private static Map<String, Long> named(long[] byClass) {
        Map<String, Long> named = new TreeMap<>();
        for (int first = 0; first < STATUS_CLASSES; first++) {
            if (byClass[first] > 0) {
                named.put(first + "xx", byClass[first]);
            }
        }
        return named;
    }
}
