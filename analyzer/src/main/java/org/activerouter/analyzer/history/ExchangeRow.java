package org.activerouter.analyzer.history;

import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;

/**
 * One row of the query/response timestamp table (paper, section 5.1).
 *
 * @param server who was asked
 * @param protocol id of its protocol
 * @param sequence the query's number at that server, from 1
 * @param client who asked
 * @param askedNanos time of the query, nanoseconds since 1970 UTC
 * @param firstAnswerNanos time of the first answer; {@code Observation.NEVER} if there is none
 * @param endedNanos when it was over
 * @param results number of results
 * @param outcome how it ended
 */
public record ExchangeRow(
        Endpoint server,
        String protocol,
        long sequence,
        Endpoint client,
        long askedNanos,
        long firstAnswerNanos,
        long endedNanos,
        int results,
        Outcome outcome) {}
