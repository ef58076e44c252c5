package org.activerouter.manager.policy;

import java.io.StringWriter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Evidence as JSON, for the journal and for programs; what is not known is null. Stateless. */
public final class EvidenceJson {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private EvidenceJson() {}

    /** A constant's name as it stands in JSON: {@code would-redirect}. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A decision with everything it rests on. */
    public static String of(Decision decision) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("service", decision.service());
            json.writeStringProperty("policy", decision.policy());
            json.writeStringProperty("cause", word(decision.cause()));
            json.writeStringProperty("verdict", decision.verdict().word());
            json.writeName("evidence");
            write(json, decision.verdict().evidence());
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Evidence as a value. */
    public static void write(JsonGenerator json, Evidence evidence) {
        json.writeStartObject();
        writeFields(json, evidence);
        json.writeEndObject();
    }

    /** The same as a part of the object that is being written. */
    static void writeFields(JsonGenerator json, Evidence evidence) {
        json.writeArrayPropertyStart("measures");
        evidence.measures().forEach(measure -> write(json, measure));
        json.writeEndArray();
        json.writeStringProperty("combination", word(evidence.combination()));
        json.writeNumberProperty("windowMillis", evidence.window().toMillis());
        json.writeNumberProperty("queries", evidence.queries());
        json.writeNumberProperty("clients", evidence.clients());
        number(json, "largestClientShare", evidence.largestClientShare());
        json.writeNumberProperty("waiting", evidence.waiting());
        json.writeNumberProperty("longestWaitMillis", evidence.longestWait().toMillis());
        number(json, "expectedRate", evidence.expectedRate());
        number(json, "captureLoss", evidence.loss());
        json.writeStringProperty("configuration", evidence.configurationHash());
    }

    private static void write(JsonGenerator json, Measure measure) {
        json.writeStartObject();
        json.writeStringProperty("metric", word(measure.metric()));
        measure.statistic().ifPresent(statistic -> json.writeStringProperty("statistic", word(statistic)));
        number(json, "value", measure.value());
        number(json, "high", measure.high());
        number(json, "low", measure.low());
        number(json, "baseline", measure.baseline());
        json.writeNumberProperty("samples", measure.samples());
        json.writeStringProperty("level", word(measure.level()));
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        } else {
            json.writeNullProperty(name);
        }
    }
}
