package org.activerouter.proxy.balance;

import org.activerouter.capture.Endpoint;

/**
 * What a balancer has seen of one member so far. Those said to go up only do so as long as the service runs, also across rosters; a
 * mean over a while is the difference of two snapshots. A request is an HTTP request, or a whole connection where requests are not
 * read.
 *
 * @param group the group's name
 * @param member where it listens
 * @param requests given to it; goes up only
 * @param responses begun by it, whatever they said; goes up only
 * @param failures requests that it refused, did not answer in time, answered with what is no answer or with a server's error (500
 *     and above), or broke off; goes up only
 * @param retries requests that were tried elsewhere after it had failed; goes up only
 * @param responseNanos from giving a request to the first byte of its answer, summed over {@code responses}; goes up only
 * @param outstanding requests (or connections) that it has now
 * @param consecutiveFailures failures since the last answer that was none
 * @param peakNanos the response time that choices go by, decayed to this moment
 */
public record MemberSnapshot(
        String group,
        Endpoint member,
        long requests,
        long responses,
        long failures,
        long retries,
        long responseNanos,
        long outstanding,
        long consecutiveFailures,
        long peakNanos) {}
