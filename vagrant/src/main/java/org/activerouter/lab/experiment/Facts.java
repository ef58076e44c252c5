package org.activerouter.lab.experiment;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Properties;

/**
 * What the script that ran it knows of a run. Times are seconds of the experiment: where it ran compressed, {@code speed} of
 * them pass in one real second.
 *
 * @param name short, as in legends
 * @param title one sentence
 * @param startMillis wall-clock time of second 0
 * @param speed how much faster than written down it ran
 * @param seed of the library and its division
 * @param groups peers in network A and in network B
 * @param end when the peers stopped
 * @param active when the router was allowed to act
 * @param verdict when the router decided on the redirect, if it ever did
 * @param redirected when the redirect was in force, if it ever was
 * @param moved when the sessions that were open had moved into the service, if they did
 * @param released when it was taken back, if it ever was
 * @param ttl how long the proxy may replay an answer
 * @param handover what became of the sessions that were open at the redirect
 */
public record Facts(
        String name,
        String title,
        long startMillis,
        double speed,
        long seed,
        List<Integer> groups,
        double end,
        double active,
        OptionalDouble verdict,
        OptionalDouble redirected,
        OptionalDouble moved,
        OptionalDouble released,
        double ttl,
        String handover) {
    /** Keeps its own copy of the groups. */
    public Facts {
        groups = List.copyOf(groups);
    }

    /** Reads {@code name = value} lines. */
    public static Facts read(Path file) throws IOException {
        Properties lines = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            lines.load(in);
        }
        long start = Long.parseLong(lines.getProperty("start-millis"));
        double speed = Double.parseDouble(lines.getProperty("speed"));
        return new Facts(
                lines.getProperty("name"),
                lines.getProperty("title"),
                start,
                speed,
                Long.parseLong(lines.getProperty("seed")),
                Arrays.stream(lines.getProperty("groups").split(",", -1))
                        .map(Integer::valueOf)
                        .toList(),
                Double.parseDouble(lines.getProperty("end")),
                Double.parseDouble(lines.getProperty("active", "NaN")),
                second(lines.getProperty("verdict-millis", ""), start, speed),
                second(lines.getProperty("redirected-millis", ""), start, speed),
                second(lines.getProperty("moved-millis", ""), start, speed),
                second(lines.getProperty("released-millis", ""), start, speed),
                Double.parseDouble(lines.getProperty("ttl", "0")),
                lines.getProperty("handover", "none"));
    }

    private static OptionalDouble second(String millis, long start, double speed) {
        return millis.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((Long.parseLong(millis) - start) / 1e3 * speed);
    }

    /** The experiment's second of a wall-clock time. */
    public double second(double millis) {
        return (millis - startMillis) / 1e3 * speed;
    }
}
