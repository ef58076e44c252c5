package org.activerouter.analyzer.load;

import java.util.List;
import org.activerouter.capture.Endpoint;

/**
 * What is known of one server at one moment; immutable.
 *
 * @param server its address and port
 * @param protocol id of its protocol
 * @param clients distinct client addresses that connected to it (an estimate once there are very many)
 * @param connections connections that carried data
 * @param queries asked
 * @param results in all answers
 * @param completed queries whose answer the server declared complete
 * @param refused queries refused with an error
 * @param unanswered queries whose connection ended first
 * @param unmeasured queries that a gap, a taint, a lost step or an ambiguity touched; also those that ended otherwise and whose
 *     response time cannot be believed, because the capture's stamps are out of order
 * @param outstanding queries that have not ended yet
 * @param queryRate queries per second
 * @param responseTime over everything seen
 * @param windowResponseTime over the sliding window
 * @param completionTime from the query to the end of its answer, over everything seen
 * @param kinds what was asked for and how it was answered, the most asked first; empty for a protocol that knows no kinds
 */
public record ServerSnapshot(
        Endpoint server,
        String protocol,
        long clients,
        long connections,
        long queries,
        long results,
        long completed,
        long refused,
        long unanswered,
        long unmeasured,
        long outstanding,
        QueryRate queryRate,
        ResponseTimes responseTime,
        ResponseTimes windowResponseTime,
        ResponseTimes completionTime,
        List<KindSnapshot> kinds) {
    /** Keeps its own copy of the list. */
    public ServerSnapshot {
        kinds = List.copyOf(kinds);
    }
}
