package org.activerouter.lab.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a user asks and when it is away. Seconds since the common start.
 *
 * @param phases one after another
 * @param absences times in which the user has left
 */
public record Timetable(List<Phase> phases, List<Absence> absences) {
    private static final Pattern ABSENCE = Pattern.compile("(\\d+):([\\d.]+)-([\\d.]+)");

    /** So long at so many queries per second. */
    public record Phase(double seconds, double rate) {}

    /** Away from then until then. */
    public record Absence(double from, double until) {}

    /** Refuses a phase that would never ask. */
    public Timetable {
        phases = List.copyOf(phases);
        absences = List.copyOf(absences);
        if (phases.isEmpty() || phases.stream().anyMatch(phase -> phase.seconds() <= 0 || phase.rate() <= 0)) {
            throw new IllegalArgumentException("needs phases, each with seconds and a rate above 0: " + phases);
        }
    }

    /**
     * Reads {@code 160:0.5,320:0.5} (seconds:rate) and the absences of one user out of {@code 3:200-230,9:210-250}
     * (user:from-until).
     */
    public static Timetable of(String phases, String absences, int user) {
        List<Phase> read = new ArrayList<>();
        for (String phase : phases.split(",", -1)) {
            String[] parts = phase.split(":", -1);
            read.add(new Phase(Double.parseDouble(parts[0]), Double.parseDouble(parts[1])));
        }
        List<Absence> away = new ArrayList<>();
        Matcher absence = ABSENCE.matcher(absences);
        while (absence.find()) {
            if (Integer.parseInt(absence.group(1)) == user) {
                away.add(new Absence(Double.parseDouble(absence.group(2)), Double.parseDouble(absence.group(3))));
            }
        }
        return new Timetable(read, away);
    }

    /** When it is all over. */
    public double end() {
        return phases.stream().mapToDouble(Phase::seconds).sum();
    }

    /** Queries per second at a time; the last phase's after the end. */
    public double rate(double second) {
        double until = 0;
        for (Phase phase : phases) {
            until += phase.seconds();
            if (second < until) {
                return phase.rate();
            }
        }
        return phases.getLast().rate();
    }

    /** How long the user still stays away at a time; 0 when it is here. */
    public double awayFor(double second) {
        return absences.stream()
                .filter(absence -> absence.from() <= second && second < absence.until())
                .mapToDouble(absence -> absence.until() - second)
                .max()
                .orElse(0);
    }
}
