package org.activerouter.analyzer.load;

import org.activerouter.capture.Endpoint;

/**
 * One second of one server, by the capture's clock.
 *
 * @param server the server
 * @param protocol id of its protocol
 * @param epochSecond the second, since 1970 UTC
 * @param queries asked in that second
 * @param answered first answers seen in that second, certain ones only
 * @param completed ended in that second as completed
 * @param refused ended in that second as refused
 * @param unanswered ended in that second without an answer
 * @param unmeasured ended in that second as unmeasured, or otherwise but with a response time that cannot be believed
 * @param results in all answers that ended in that second
 * @param responseSumNanos sum of the response times of {@code answered}
 * @param responseMaxNanos longest of them, 0 if there is none
 */
public record SecondAggregate(
        Endpoint server,
        String protocol,
        long epochSecond,
        long queries,
        long answered,
        long completed,
        long refused,
        long unanswered,
        long unmeasured,
        long results,
        long responseSumNanos,
        long responseMaxNanos) {}
