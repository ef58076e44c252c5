package org.activerouter.analyzer.protocol;

import org.activerouter.analyzer.protocol.Observation.Outcome;

/**
 * Takes the facts that a conversation yields, in their order. Called on the analysis thread.
 *
 * <p>What happens millions of times comes by methods of its own, so that a sink that only counts costs no object per fact. One that
 * wants objects gets them without doing anything.
 */
@FunctionalInterface
public interface ObservationSink {
    /** One fact. */
    void observed(Observation fact);

    /** {@link Observation.Asked}. */
    default void asked(long nanos, int query) {
        observed(new Observation.Asked(nanos, query));
    }

    /** {@link Observation.Answered}. */
    default void answered(long nanos, int query, long askedNanos) {
        observed(new Observation.Answered(nanos, query, askedNanos));
    }

    /** {@link Observation.Ended}. */
    default void ended(long nanos, int query, long askedNanos, long firstAnswerNanos, int results, Outcome outcome) {
        observed(new Observation.Ended(nanos, query, askedNanos, firstAnswerNanos, results, outcome));
    }
}
