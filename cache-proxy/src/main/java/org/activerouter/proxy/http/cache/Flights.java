package org.activerouter.proxy.http.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/** Requests that are on their way to a server, and who waits for their answers instead of asking the same. Any thread. */
final class Flights {
    private static final int PLACES = 4096;

    private final ConcurrentMap<CacheRequest.Key, List<Runnable>> waiting = new ConcurrentHashMap<>();
    private final LongAdder coalesced = new LongAdder();

    /**
     * Hashes of keys for which the last wait was in vain, each at a place that follows from it. Whose place another has taken waits once
     * more for nothing, and no more than this is remembered of keys as long as a client likes.
     */
    private final AtomicIntegerArray inVain = new AtomicIntegerArray(PLACES);

    /** Whether the caller is the first and has to go; otherwise it is told when the first has come back. */
    boolean takeOff(CacheRequest.Key key, Runnable whenBack) {
        boolean[] first = {false};
        waiting.compute(key, (unused, known) -> {
            if (known == null) {
                first[0] = true;
                return new ArrayList<>(0);
            }
            known.add(whenBack);
            return known;
        });
        if (!first[0]) {
            coalesced.increment();
        }
        return first[0];
    }

    /** Whether waiting is no use: what came back last was for nobody else. */
    boolean isInVain(CacheRequest.Key key) {
        return inVain.get(place(key)) == hash(key);
    }

    /** What has come back for one is for all others, or is not. */
    void came(CacheRequest.Key key, boolean forAll) {
        if (!forAll) {
            inVain.set(place(key), hash(key));
        } else if (isInVain(key)) {
            inVain.set(place(key), 0);
        }
    }

    private static int hash(CacheRequest.Key key) {
        return key.hashCode() | 1;
    }

    private static int place(CacheRequest.Key key) {
        return Math.floorMod(hash(key) >> 1, PLACES);
    }

    /** The first has come back, with or without something to keep. */
    void land(CacheRequest.Key key) {
        List<Runnable> told = waiting.remove(key);
        if (told != null) {
            told.forEach(Runnable::run);
        }
    }

    long coalesced() {
        return coalesced.sum();
    }
}
