package org.activerouter.proxy.http.cache;

import org.activerouter.proxy.AnswerTimes;

/**
 * What a cache did so far. Counters go up only.
 *
 * @param requests that it was asked about
 * @param hits answered from the cache
 * @param stale hits that were stale, and allowed to be
 * @param validated answered from the cache after the server said that nothing has changed
 * @param coalesced that waited for another's equal request
 * @param shared those of them that were answered with what that has brought
 * @param forwarded that a server was asked, for a client that waits
 * @param refreshed that a server was asked behind an answer
 * @param kept answers taken in
 * @param evicted answers dropped for want of room
 * @param invalidated answers dropped because the server was told to change something
 * @param entries what is kept now
 * @param bytes that it takes, about
 * @param hitTimes how long hits took
 */
public record HttpCacheSnapshot(
        long requests,
        long hits,
        long stale,
        long validated,
        long coalesced,
        long shared,
        long forwarded,
        long refreshed,
        long kept,
        long evicted,
        long invalidated,
        long entries,
        long bytes,
        AnswerTimes.Percentiles hitTimes) {}
