package org.activerouter.proxy.opennap.cache;

import java.util.Map;
import org.activerouter.proxy.AnswerTimes;

/**
 * What a cache proxy did so far. Counters go up only.
 *
 * @param searches asked by clients
 * @param hits answered from the cache
 * @param negative hits without results
 * @param stale answered from the cache because the server was gone
 * @param misses searches whose whole answer was not in the cache
 * @param coalesced misses that were answered by somebody else's equal search
 * @param forwarded misses that went to the server
 * @param refreshed searches that went to the server behind an answer
 * @param answeredFirst searches answered at once with what was known, whole or not
 * @param purged answers that lost results or were dropped because a sharer left, withdrew files or shared new ones
 * @param kept answers taken into the cache
 * @param keptFromCapture those of them that were seen passing by
 * @param refused by the name of the limit that was met
 * @param entries searches in the cache
 * @param bytes that they take, about
 * @param files of redirected clients that are remembered
 * @param hitTimes how long hits took
 */
public record CacheSnapshot(
        long searches,
        long hits,
        long negative,
        long stale,
        long misses,
        long coalesced,
        long forwarded,
        long refreshed,
        long answeredFirst,
        long purged,
        long kept,
        long keptFromCapture,
        Map<String, Long> refused,
        long entries,
        long bytes,
        long files,
        AnswerTimes.Percentiles hitTimes) {
    /** Keeps its own copy of the limits. */
    public CacheSnapshot {
        refused = Map.copyOf(refused);
    }
}
