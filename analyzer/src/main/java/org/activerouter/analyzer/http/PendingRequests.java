package org.activerouter.analyzer.http;

import java.util.ArrayDeque;
import java.util.Queue;
import org.activerouter.analyzer.protocol.ExchangePairing;
import org.jspecify.annotations.Nullable;

/** The requests of a connection that are not answered, the oldest first: how an answer is read depends on what was asked. One thread. */
final class PendingRequests {
    private @Nullable Request oldest;
    private @Nullable Request youngest;

    /** Made when a client does not wait: most do. */
    private @Nullable Queue<Request> younger;

    /** Adds one. @return false if there are too many already */
    boolean add(Request request) {
        youngest = request;
        if (oldest == null) {
            oldest = request;
            return true;
        }
        if (younger == null) {
            younger = new ArrayDeque<>();
        }
        return younger.size() < ExchangePairing.MAX_OUTSTANDING - 1 && younger.add(request);
    }

    @Nullable
    Request oldest() {
        return oldest;
    }

    void removeOldest() {
        oldest = younger == null ? null : younger.poll();
    }

    boolean isEmpty() {
        return oldest == null;
    }

    /** Whether it is open in which protocol the client goes on. */
    boolean youngestMayEndHttp() {
        return oldest != null && youngest != null && youngest.mayEndHttp();
    }

    void clear() {
        oldest = null;
        younger = null;
    }
}
