package org.activerouter.proxy.opennap.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.activerouter.capture.Endpoint;

/** The place of one server in the cache, and what its sharers did lately. Any thread. */
public final class ServerShelf {
    private final Endpoint server;
    private final Changes changes;
    private final SharerQuota quota;
    private final AtomicInteger longestAnswer = new AtomicInteger();
    private final ConcurrentHashMap<Long, Object> latest = new ConcurrentHashMap<>();
    private volatile long usedNanos;

    /** What the server said last of a file of those who are known here: the fingerprints of file and record. */
    private final Cache<Long, Long> records;

    ServerShelf(Endpoint server, CacheSettings settings, Ticker ticker) {
        this.server = server;
        this.changes = new Changes(settings, ticker);
        this.quota = new SharerQuota(settings.memory().sharerBytes());
        this.records = Caffeine.newBuilder()
                .maximumSize(settings.memory().maxChanges())
                .executor(Runnable::run)
                .build();
    }

    /** Somebody comes to talk with the server, or was seen to. */
    void used(long nanos) {
        usedNanos = nanos;
    }

    /** Whether nobody is logged in, and nobody has come since then. */
    boolean isIdleSince(long nanos) {
        return latest.isEmpty() && usedNanos - nanos < 0;
    }

    /** Whose answers are here. */
    public Endpoint server() {
        return server;
    }

    /**
     * Takes note of an answer's length.
     *
     * @return whether the server is known to give more results than that; if not, this may be all that it gives at most
     */
    boolean givesMoreThan(int results) {
        return longestAnswer.accumulateAndGet(results, Math::max) > results;
    }

    /** Whether the server is known to give so many results. */
    boolean gives(int results) {
        return longestAnswer.get() >= results;
    }

    /** Takes note of how the server tells of files of those who are known here. */
    void told(Answer answer) {
        for (int result = 0; result < answer.count(); result++) {
            if (latest.containsKey(answer.sharer(result))) {
                records.put(answer.file(result), answer.record(result));
            }
        }
    }

    /** Whether the server tells of a file in exactly these words; not if it has not told of it yet. */
    public boolean tells(long file, byte[] record) {
        Long known = records.getIfPresent(file);
        return known != null && known == Fingerprint.of(record, 0, record.length);
    }

    Changes changes() {
        return changes;
    }

    SharerQuota quota() {
        return quota;
    }

    /** A client has logged in; an earlier session of the same nick is over by that, whenever its end is seen. */
    public void entered(long sharer, Object session) {
        latest.put(sharer, session);
    }

    /** Whether this is the latest session of that nick. */
    public boolean isLatest(long sharer, Object session) {
        return session.equals(latest.get(sharer));
    }

    /** The end of a session was seen. */
    public void over(long sharer, Object session) {
        latest.remove(sharer, session);
    }

    /** A client has left the server, or withdrawn all its files. */
    public void left(long sharer, long nanos) {
        changes.left(sharer, nanos);
    }

    /** A client has withdrawn one file. */
    public void withdrew(long sharer, ByteBuffer path, int start, int length, long nanos) {
        changes.left(Fingerprint.of(sharer, path, start, length), nanos);
    }

    /** A client shares a file of a name with these words: answers that it may belong to are not complete any more. */
    public void came(long[] words, long nanos) {
        changes.came(words, nanos);
    }
}
