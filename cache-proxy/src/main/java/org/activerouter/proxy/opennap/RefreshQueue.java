package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.jspecify.annotations.Nullable;

/** Searches that were answered from what is known, and that the server is still to be asked, behind the answer. One thread. */
final class RefreshQueue {
    /** One more is not asked. */
    private static final int MOST = 16;

    private final Shared shared;
    private final Deque<PendingMessage> searches = new ArrayDeque<>(0);

    RefreshQueue(Shared shared) {
        this.shared = shared;
    }

    /**
     * Takes a search, if there is room and nobody else asks it.
     *
     * @param known whether the cache has an old answer to it
     */
    void offer(SearchKey key, boolean known, ByteBuf bytes, int index, int length) {
        if (searches.size() < MOST && (!known || shared.cache().beginRefresh(key))) {
            searches.add(PendingMessage.copyOf(bytes, index, length, key));
        }
    }

    /** The next one; null if there is none. */
    @Nullable
    PendingMessage poll() {
        return searches.poll();
    }

    /** None of them will be asked. */
    void forget() {
        for (PendingMessage search : searches) {
            if (search.key() != null) {
                shared.cache().endRefresh(search.key());
            }
        }
        searches.clear();
    }
}
