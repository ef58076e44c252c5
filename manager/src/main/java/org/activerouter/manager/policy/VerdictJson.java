package org.activerouter.manager.policy;

import java.util.Locale;
import org.activerouter.manager.policy.Standing.State;
import tools.jackson.core.JsonGenerator;

/** Verdicts and standings of a rehearsal, for programs. What is not known is null. Stateless. */
public final class VerdictJson {
    private VerdictJson() {}

    /** Writes a verdict and its evidence as one object. */
    public static void write(JsonGenerator json, Verdict verdict) {
        Evidence evidence = verdict.evidence();
        json.writeStartObject();
        json.writeStringProperty("verdict", verdict.word());
        json.writeStringProperty("text", verdict.text());
        switch (verdict) {
            case Verdict.Well well -> {}
            case Verdict.Overloaded overloaded -> json.writeStringProperty("ground", word(overloaded.ground()));
            case Verdict.Relieved relieved -> json.writeStringProperty("because", relieved.because());
            case Verdict.Unknown unknown -> json.writeStringProperty("doubt", word(unknown.doubt()));
        }
        json.writeNumberProperty("windowSeconds", evidence.window().toNanos() / 1e9);
        json.writeNumberProperty("queries", evidence.queries());
        json.writeNumberProperty("clients", evidence.clients());
        json.writeNumberProperty("largestClientShare", evidence.largestClientShare());
        json.writeNumberProperty("waiting", evidence.waiting());
        json.writeNumberProperty("longestWaitMillis", evidence.longestWait().toNanos() / 1e6);
        json.writeNumberProperty("expectedQueriesPerSecond", evidence.expectedRate());
        json.writeNumberProperty("captureLoss", evidence.loss());
        json.writeStringProperty("configuration", evidence.configurationHash());
        json.writeStringProperty("combination", word(evidence.combination()));
        json.writeArrayPropertyStart("measures");
        evidence.measures().forEach(measure -> write(json, measure));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Measure measure) {
        json.writeStartObject();
        json.writeStringProperty("metric", word(measure.metric()));
        measure.statistic().ifPresent(statistic -> json.writeStringProperty("statistic", word(statistic)));
        number(json, "value", measure.value());
        number(json, "high", measure.high());
        number(json, "low", measure.low());
        if (measure.metric() == Measure.Metric.RELATIVE_RESPONSE_TIME) {
            number(json, "baselineMillis", measure.baseline());
        }
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

    /** Writes how a server stands as one object. */
    public static void write(JsonGenerator json, Standing standing) {
        json.writeStartObject();
        json.writeStringProperty("server", standing.server().toString());
        standing.protocol().ifPresent(protocol -> json.writeStringProperty("protocol", protocol));
        standing.service().ifPresent(service -> {
            json.writeStringProperty("service", service.name());
            json.writeStringProperty("policy", service.policy().name());
            json.writeStringProperty("mode", word(service.policy().mode()));
        });
        json.writeStringProperty("state", word(standing.state()));
        json.writeBooleanProperty("redirected", standing.state() == State.REDIRECTED);
        json.writeNumberProperty("stateSeconds", standing.stateFor().toNanos() / 1e9);
        standing.wish().ifPresent(wish -> json.writeStringProperty("operatorWants", word(wish)));
        json.writeNumberProperty("redirects", standing.redirects());
        json.writeArrayPropertyStart("because");
        for (Obstacle obstacle : standing.obstacles()) {
            json.writeStartObject();
            json.writeStringProperty("kind", word(obstacle.kind()));
            json.writeStringProperty("text", obstacle.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        standing.verdict().ifPresent(verdict -> {
            json.writeName("verdict");
            write(json, verdict);
        });
        json.writeEndObject();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
