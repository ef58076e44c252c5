package org.activerouter.manager.rehearsal;

import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.policy.Obstacle;
import org.activerouter.manager.policy.Standing;
import org.activerouter.manager.policy.VerdictJson;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** What a rehearsal showed, for people and for programs. One thread. */
public final class RehearsalReport {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Rehearsal rehearsal;
    private final String configurationHash;
    private final List<String> remarks;

    /**
     * A report of a rehearsal that is finished.
     *
     * @param remarks sentences about the recording, such as what of it could not be read
     */
    public RehearsalReport(Rehearsal rehearsal, String configurationHash, List<String> remarks) {
        this.rehearsal = rehearsal;
        this.configurationHash = configurationHash;
        this.remarks = List.copyOf(remarks);
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        remarks.forEach(remark -> text.append(remark).append('\n'));
        if (rehearsal.firstNanos() == 0) {
            return text.append("Nothing in it concerns the configuration.\n").toString();
        }
        text.append(time(rehearsal.firstNanos()))
                .append(" to ")
                .append(time(rehearsal.lastNanos()))
                .append(", ")
                .append(length(rehearsal.lastNanos() - rehearsal.firstNanos()))
                .append("; configuration ")
                .append(configurationHash)
                .append('\n');
        rehearsal.episodes().forEach(episode -> append(text, episode));
        appendOthers(text);
        return text.append(summary()).append('\n').toString();
    }

    private static void append(StringBuilder text, Episode episode) {
        text.append('\n')
                .append(time(episode.begun().nanos()))
                .append("  ")
                .append(episode.begun().server())
                .append(" would have been redirected for ")
                .append(length(episode.nanos()))
                .append(episode.ended().isEmpty() ? ", to the end\n" : "\n")
                .append("  ")
                .append(crowd(episode))
                .append("\n  ")
                .append(episode.begun().verdict().text())
                .append('\n');
        episode.ended()
                .ifPresent(ended ->
                        text.append("  until ").append(ended.verdict().text()).append('\n'));
    }

    private static String crowd(Episode episode) {
        return episode.clients() < 0
                ? episode.queries() + " queries; clients are not recorded"
                : episode.connections() + " new connections, queries of " + episode.clients() + " clients: "
                        + episode.queries();
    }

    private void appendOthers(StringBuilder text) {
        Set<Endpoint> redirected = redirected();
        rehearsal.standings().stream()
                .filter(standing -> !redirected.contains(standing.server()))
                .sorted(Comparator.comparing(standing -> standing.server().toString()))
                .forEach(standing -> text.append('\n')
                        .append(standing.server())
                        .append(" would never have been redirected; at the end:\n")
                        .append(why(standing)));
    }

    private static String why(Standing standing) {
        String verdict =
                standing.verdict().map(given -> "  " + given.text() + "\n").orElse("");
        return standing.obstacles().stream()
                .filter(obstacle -> obstacle.kind() != Obstacle.Kind.OBSERVES)
                .map(obstacle -> "  because " + obstacle.text() + "\n")
                .collect(Collectors.joining("", verdict, ""));
    }

    private Set<Endpoint> redirected() {
        return rehearsal.episodes().stream()
                .map(episode -> episode.begun().server())
                .collect(Collectors.toSet());
    }

    private String summary() {
        long nanos = rehearsal.episodes().stream().mapToLong(Episode::nanos).sum();
        int count = rehearsal.episodes().size();
        return "\n" + count + (count == 1 ? " redirect of " : " redirects of ")
                + redirected().size() + " of " + rehearsal.standings().size() + " servers"
                + (count == 0 ? "" : ", " + length(nanos) + " in all")
                + ". Nothing was redirected: this was a rehearsal.";
    }

    private static String time(long nanos) {
        return instant(nanos).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    private static String length(long nanos) {
        Duration length = Duration.ofNanos(nanos);
        return length.toMinutes() == 0
                ? String.format(Locale.ROOT, "%.2f s", nanos / 1e9)
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d h",
                        length.toHours(),
                        length.toMinutesPart(),
                        length.toSecondsPart());
    }

    /** For programs: one object on one line. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("configuration", configurationHash);
            json.writeStringProperty("from", instant(rehearsal.firstNanos()).toString());
            json.writeStringProperty("until", instant(rehearsal.lastNanos()).toString());
            json.writeArrayPropertyStart("remarks");
            remarks.forEach(json::writeString);
            json.writeEndArray();
            json.writeArrayPropertyStart("redirects");
            rehearsal.episodes().forEach(episode -> write(json, episode));
            json.writeEndArray();
            json.writeArrayPropertyStart("servers");
            rehearsal.standings().stream()
                    .sorted(Comparator.comparing(standing -> standing.server().toString()))
                    .forEach(standing -> VerdictJson.write(json, standing));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, Episode episode) {
        json.writeStartObject();
        json.writeStringProperty("server", episode.begun().server().toString());
        json.writeStringProperty("service", episode.begun().service());
        json.writeStringProperty("policy", episode.begun().policy());
        json.writeStringProperty("from", instant(episode.begun().nanos()).toString());
        json.writeStringProperty("until", instant(episode.endNanos()).toString());
        json.writeNumberProperty("seconds", episode.nanos() / 1e9);
        json.writeBooleanProperty("released", episode.ended().isPresent());
        count(json, "connections", episode.connections());
        count(json, "clients", episode.clients());
        json.writeNumberProperty("queries", episode.queries());
        json.writeName("because");
        VerdictJson.write(json, episode.begun().verdict());
        json.writeEndObject();
    }

    private static void count(JsonGenerator json, String name, long count) {
        if (count < 0) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, count);
        }
    }
}
