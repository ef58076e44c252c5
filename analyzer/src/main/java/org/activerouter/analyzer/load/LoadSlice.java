package org.activerouter.analyzer.load;

import java.util.Map;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.capture.Endpoint;

/**
 * What was observed of one server in one short, fixed part of the capture's time. Slices are what policies are fed with; their
 * times are aligned to whole multiples of their length since 1970. Immutable, for any thread.
 *
 * @param server the server
 * @param protocol id of its protocol
 * @param startNanos when the slice begins, nanoseconds since 1970
 * @param lengthNanos how long it is
 * @param connections connections that carried their first readable data in it
 * @param queries asked in it
 * @param firstQueryNanos when the first of them was asked; {@link Observation#NEVER} if there is none
 * @param lastQueryNanos when the last of them was asked, likewise
 * @param answered first answers seen in it, certain ones only
 * @param ended queries that ended in it, however
 * @param unmeasured those of them that could not be measured
 * @param refused those of them that the server refused with an error
 * @param unanswered those of them whose connection ended first
 * @param results in all answers that ended in it
 * @param outstanding queries without a first answer when it ended, as far as they may still get one: a query that was overtaken
 *     (one asked later was answered) or has waited for 180 s is nobody's load any more
 * @param oldestOutstandingNanos how long the oldest of those had waited then; 0 if there is none. A server that has stopped
 *     answering gives no response time: this is the lower bound of what it will be
 * @param responseSumNanos sum of the response times of {@code answered}
 * @param responseMaxNanos longest of them, 0 if there is none
 * @param responses how many response times fell into each bin of {@link LogLinearScale}, by bin; empty where only sums are known
 * @param queriesByClient queries by client address, the {@value #BUSIEST_CLIENTS} busiest only; the rest is in {@code queries}
 *     alone
 * @param clients distinct client addresses that asked, {@value #MOST_CLIENTS} if there were more
 */
public record LoadSlice(
        Endpoint server,
        String protocol,
        long startNanos,
        long lengthNanos,
        long connections,
        long queries,
        long firstQueryNanos,
        long lastQueryNanos,
        long answered,
        long ended,
        long unmeasured,
        long refused,
        long unanswered,
        long results,
        long outstanding,
        long oldestOutstandingNanos,
        long responseSumNanos,
        long responseMaxNanos,
        Map<Integer, Integer> responses,
        Map<String, Integer> queriesByClient,
        int clients) {
    /** How long the slices are that the analyzer makes. */
    public static final long LENGTH_NANOS = 250_000_000L;

    /** How many clients are told by address. */
    public static final int BUSIEST_CLIENTS = 32;

    /** How many clients are told apart. */
    public static final int MOST_CLIENTS = 1_024;

    /** Keeps its own copies of the maps. */
    public LoadSlice {
        responses = Map.copyOf(responses);
        queriesByClient = Map.copyOf(queriesByClient);
    }

    /** When it ends, nanoseconds since 1970. */
    public long endNanos() {
        return startNanos + lengthNanos;
    }
}
