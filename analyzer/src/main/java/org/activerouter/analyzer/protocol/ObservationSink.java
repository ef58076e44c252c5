package org.activerouter.analyzer.protocol;

/** Takes the facts that a conversation yields, in their order. Called on the analysis thread. */
@FunctionalInterface
public interface ObservationSink {
    /** One fact. */
    void observed(Observation fact);
}
