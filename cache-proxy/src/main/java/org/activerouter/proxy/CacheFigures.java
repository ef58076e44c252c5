package org.activerouter.proxy;

/**
 * What a service that answers by itself spared the servers so far. Counters go up only.
 *
 * @param queries asked by clients
 * @param answered answered here, without the server
 * @param shared answered with what the server said to somebody else's equal query a moment ago
 * @param forwarded passed on to the server, because a client waits for it
 * @param refreshed asked the server again behind an answer, so that the next one is fresh
 * @param kept answers taken into the cache
 * @param keptFromCapture those of them that were seen passing by, before anybody was redirected
 * @param evicted answers dropped for want of room
 * @param entries queries whose answers are in the cache now
 * @param bytes what they take in memory, about
 * @param medianNanos from reading a query to having written its answer from the cache, the median; 0 where there was none
 * @param p99Nanos likewise, the 99th percentile
 */
public record CacheFigures(
        long queries,
        long answered,
        long shared,
        long forwarded,
        long refreshed,
        long kept,
        long keptFromCapture,
        long evicted,
        long entries,
        long bytes,
        long medianNanos,
        long p99Nanos) {
    /** The part of the queries that were answered here; 0 where nobody has asked. */
    public double answeredShare() {
        return queries == 0 ? 0 : (double) answered / queries;
    }
}
