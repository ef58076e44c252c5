package org.activerouter.proxy.opennap.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import org.activerouter.capture.Endpoint;

/** The place of one server in the cache, and what its sharers did lately. Any thread. */
public final class ServerShelf {
    private final Endpoint server;
    private final Changes changes;
    private final SharerQuota quota;

    ServerShelf(Endpoint server, CacheSettings settings, Ticker ticker) {
        this.server = server;
        this.changes = new Changes(settings, ticker);
        this.quota = new SharerQuota(settings.sharerBytes());
    }

    /** Whose answers are here. */
    public Endpoint server() {
        return server;
    }

    Changes changes() {
        return changes;
    }

    SharerQuota quota() {
        return quota;
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
