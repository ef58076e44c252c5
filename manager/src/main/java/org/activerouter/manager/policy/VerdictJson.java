package org.activerouter.manager.policy;

import org.activerouter.manager.policy.Standing.State;
import tools.jackson.core.JsonGenerator;

/** Verdicts and standings of a rehearsal, for programs. What is not known is null. Stateless. */
public final class VerdictJson {
    private VerdictJson() {}

    /** Writes a verdict and its evidence as one object. */
    public static void write(JsonGenerator json, Verdict verdict) {
        json.writeStartObject();
        json.writeStringProperty("verdict", verdict.word());
        json.writeStringProperty("text", verdict.text());
        switch (verdict) {
            case Verdict.Well well -> {}
            case Verdict.Overloaded overloaded ->
                json.writeStringProperty("ground", EvidenceJson.word(overloaded.ground()));
            case Verdict.Relieved relieved -> json.writeStringProperty("because", relieved.because());
            case Verdict.Unknown unknown -> json.writeStringProperty("doubt", EvidenceJson.word(unknown.doubt()));
        }
        EvidenceJson.writeFields(json, verdict.evidence());
        json.writeEndObject();
    }

    /** Writes how a server stands as one object. */
    public static void write(JsonGenerator json, Standing standing) {
        json.writeStartObject();
        json.writeStringProperty("server", standing.server().toString());
        standing.protocol().ifPresent(protocol -> json.writeStringProperty("protocol", protocol));
        standing.service().ifPresent(service -> {
            json.writeStringProperty("service", service.name());
            json.writeStringProperty("policy", service.policy().name());
            json.writeStringProperty("mode", EvidenceJson.word(service.policy().mode()));
        });
        json.writeStringProperty("state", EvidenceJson.word(standing.state()));
        json.writeBooleanProperty("redirected", standing.state() == State.REDIRECTED);
        json.writeNumberProperty("stateSeconds", standing.stateFor().toNanos() / 1e9);
        standing.wish().ifPresent(wish -> json.writeStringProperty("operatorWants", EvidenceJson.word(wish)));
        json.writeNumberProperty("redirects", standing.redirects());
        json.writeArrayPropertyStart("because");
        for (Obstacle obstacle : standing.obstacles()) {
            json.writeStartObject();
            json.writeStringProperty("kind", EvidenceJson.word(obstacle.kind()));
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
}
