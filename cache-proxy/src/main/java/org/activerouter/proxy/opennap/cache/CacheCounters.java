package org.activerouter.proxy.opennap.cache;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.activerouter.proxy.AnswerTimes;

/** Counts what was done with searches. Counters go up only. Any thread. */
public final class CacheCounters {
    private final Map<Limit, LongAdder> refused = new EnumMap<>(Limit.class);
    private final AnswerTimes hitTimes = new AnswerTimes();

    final LongAdder searches = new LongAdder();
    final LongAdder hits = new LongAdder();
    final LongAdder negative = new LongAdder();
    final LongAdder stale = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder shared = new LongAdder();
    final LongAdder forwarded = new LongAdder();
    final LongAdder refreshed = new LongAdder();
    final LongAdder local = new LongAdder();
    final LongAdder purged = new LongAdder();
    final LongAdder kept = new LongAdder();
    final LongAdder keptFromCapture = new LongAdder();

    /** Nothing happened yet. */
    public CacheCounters() {
        for (Limit limit : Limit.values()) {
            refused.put(limit, new LongAdder());
        }
    }

    /** A client has asked. */
    public void search() {
        searches.increment();
    }

    /** It was answered from the cache. */
    public void hit(Hit hit) {
        hits.increment();
        if (hit.answer().count() == 0) {
            negative.increment();
        }
    }

    /** The answer from the cache was ready so long after the question was read. */
    public void hitTook(long nanos, int hits) {
        hitTimes.took(nanos, hits);
    }

    /** It was answered with what was known before the server went. */
    public void stale() {
        stale.increment();
    }

    /** The cache had no whole answer. */
    public void miss() {
        misses.increment();
    }

    /** The answer to somebody else's equal search was waited for. */
    public void shared() {
        shared.increment();
    }

    /** The server was asked for a client that waits. */
    public void forwarded() {
        forwarded.increment();
    }

    /** The server was asked behind an answer. */
    public void refreshed() {
        refreshed.increment();
    }

    /** It was answered at once from what is known, whole or not. */
    public void answeredFirst() {
        local.increment();
    }

    /** A limit was met. */
    public void met(Limit limit) {
        Objects.requireNonNull(refused.get(limit)).increment();
    }

    /** The counts so far, with how full the cache is. */
    CacheSnapshot snapshot(long entries, long bytes, long files) {
        Map<String, Long> limits = new TreeMap<>();
        refused.forEach((limit, count) -> limits.put(limit.id(), count.sum()));
        return new CacheSnapshot(
                searches.sum(),
                hits.sum(),
                negative.sum(),
                stale.sum(),
                misses.sum(),
                shared.sum(),
                forwarded.sum(),
                refreshed.sum(),
                local.sum(),
                purged.sum(),
                kept.sum(),
                keptFromCapture.sum(),
                limits,
                entries,
                bytes,
                files,
                hitTimes.percentiles());
    }
}
