package org.activerouter.manager.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong, so that an operator hears of everything at once. One thread. */
final class Problems {
    /** Who has made more mistakes has given the wrong file. */
    private static final int MOST = 100;

    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::file).thenComparingInt(Problem::line).thenComparing(Problem::path);

    private final List<Problem> all = new ArrayList<>();

    void add(Place place, String path, String message) {
        add(place, path, message, "");
    }

    void add(Place place, String path, String message, String hint) {
        all.add(new Problem(place.file(), place.line(), path, message, hint));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** By place; the first ones only if there are very many. */
    List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(all);
        sorted.sort(ORDER);
        if (sorted.size() <= MOST) {
            return sorted;
        }
        List<Problem> first = new ArrayList<>(sorted.subList(0, MOST));
        first.add(new Problem(first.getFirst().file(), 0, "", "and " + (sorted.size() - MOST) + " more problems", ""));
        return first;
    }
}
