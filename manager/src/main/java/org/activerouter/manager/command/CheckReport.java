package org.activerouter.manager.command;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.activerouter.manager.config.EffectiveValue;
import org.activerouter.manager.config.HeapDemand;
import org.activerouter.manager.config.Place;
import org.activerouter.manager.config.Problem;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.manager.report.Printable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** What {@code check} found, for people and for programs. */
final class CheckReport {
    private static final int WIDEST = 60;
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private CheckReport() {}

    /** One key a line, written so that it is a configuration itself. */
    static String text(Path file, RouterConfiguration configuration) {
        StringBuilder text = new StringBuilder("# ")
                .append(Printable.text(file.toString()))
                .append(": no problem. Hash of what follows: ")
                .append(configuration.hash())
                .append("\n# What it keeps takes up to ")
                .append(HeapDemand.mebibytes(HeapDemand.of(configuration)))
                .append(" MiB of Java's heap.\n");
        configuration
                .remarks()
                .forEach(remark ->
                        text.append("# ").append(Printable.text(remark.text())).append('\n'));
        int width = configuration.effective().stream()
                .mapToInt(value -> setting(value).length())
                .filter(length -> length <= WIDEST)
                .max()
                .orElse(0);
        for (EffectiveValue value : configuration.effective()) {
            String setting = setting(value);
            text.append(setting).append(" ".repeat(Math.max(0, width - setting.length())));
            text.append("  # ").append(Printable.text(value.origin())).append('\n');
        }
        return text.toString();
    }

    private static String setting(EffectiveValue value) {
        return value.path() + " = " + value.value();
    }

    static String json(RouterConfiguration configuration) {
        return json(json -> {
            json.writeBooleanProperty("usable", true);
            json.writeStringProperty("hash", configuration.hash());
            json.writeNumberProperty("heapBytes", HeapDemand.of(configuration));
            json.writeArrayPropertyStart("values");
            configuration.effective().forEach(value -> write(json, value));
            json.writeEndArray();
            json.writeArrayPropertyStart("remarks");
            configuration.remarks().forEach(remark -> write(json, remark));
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, EffectiveValue value) {
        json.writeStartObject();
        json.writeStringProperty("path", value.path());
        json.writeStringProperty("value", value.value());
        json.writeBooleanProperty("default", value.place().isEmpty());
        value.place().ifPresent(place -> write(json, place));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Place place) {
        json.writeStringProperty("file", place.file());
        if (place.line() > 0) {
            json.writeNumberProperty("line", place.line());
        }
    }

    static String json(List<Problem> problems) {
        return json(json -> {
            json.writeBooleanProperty("usable", false);
            json.writeArrayPropertyStart("problems");
            problems.forEach(problem -> write(json, problem));
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Problem problem) {
        json.writeStartObject();
        write(json, new Place(problem.file(), problem.line()));
        json.writeStringProperty("path", problem.path());
        json.writeStringProperty("message", problem.message());
        json.writeStringProperty("hint", problem.hint());
        json.writeEndObject();
    }

    private static String json(Consumer<JsonGenerator> contents) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            contents.accept(json);
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    static String summary(Path file, List<Problem> problems) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return Printable.text(file.toString()) + " cannot be used: " + count;
    }
}
