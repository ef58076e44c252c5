package org.activerouter.analyzer.load;

import java.util.Map;
import org.activerouter.capture.Endpoint;

/**
 * What was observed of one server in one short, fixed part of the capture's time. Slices are what policies are fed with; their
 * times are aligned to whole multiples of their length since 1970. Immutable, for any thread.
 *
 * @param server the server
 * @param protocol id of its protocol
 * @param startNanos when the slice begins, nanoseconds since 1970
 * @param lengthNanos how long it is
 * @param queries asked in it
 * @param answered first answers seen in it, certain ones only
 * @param ended queries that ended in it, however
 * @param unmeasured those of them that could not be measured
 * @param results in all answers that ended in it
 * @param outstanding queries without a first answer when it ended
 * @param oldestOutstandingNanos how long the oldest of those had waited then; 0 if there is none. A server that has stopped
 *     answering gives no response time: this is the lower bound of what it will be
 * @param responseSumNanos sum of the response times of {@code answered}
 * @param responseMaxNanos longest of them, 0 if there is none
 * @param responses how many response times fell into each bin of {@link LogLinearScale}, by bin; empty where only sums are known
 * @param queriesByClient queries by client address, the busiest clients only; the rest is in {@code queries} alone
 * @param clients distinct client addresses that asked
 */
public record LoadSlice(
        Endpoint server,
        String protocol,
        long startNanos,
        long lengthNanos,
        long queries,
        long answered,
        long ended,
        long unmeasured,
        long results,
        long outstanding,
        long oldestOutstandingNanos,
        long responseSumNanos,
        long responseMaxNanos,
        Map<Integer, Integer> responses,
        Map<String, Integer> queriesByClient,
        int clients) {
    /** Keeps its own copies of the maps. */
    public LoadSlice {
        responses = Map.copyOf(responses);
        queriesByClient = Map.copyOf(queriesByClient);
    }
}
