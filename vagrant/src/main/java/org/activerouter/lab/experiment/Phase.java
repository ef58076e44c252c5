package org.activerouter.lab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a run of which figures are told.
 *
 * @param name as in tables
 * @param from when it begins, in seconds of the run
 * @param until when it ends
 */
record Phase(String name, double from, double until) {
    double seconds() {
        return until - from;
    }

    /** A row for each phase that there was, under a head, each with its name and times before the rest. */
    static List<List<String>> table(List<Phase> phases, List<String> head, Function<Phase, List<String>> rest) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(List.of("phase", "from s", "to s"), head));
        for (Phase phase : phases) {
            if (phase.seconds() > 0) {
                rows.add(row(
                        List.of(phase.name, Figures.text("%.1f", phase.from), Figures.text("%.1f", phase.until)),
                        rest.apply(phase)));
            }
        }
        return rows;
    }

    private static List<String> row(List<String> first, List<String> rest) {
        List<String> row = new ArrayList<>(first);
        row.addAll(rest);
        return row;
    }
}
