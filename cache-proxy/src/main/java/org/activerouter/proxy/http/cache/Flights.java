package org.activerouter.proxy.http.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** Requests that are on their way to a server, and who waits for their answers instead of asking the same. Any thread. */
final class Flights {
    private final ConcurrentMap<CacheRequest.Key, List<Runnable>> waiting = new ConcurrentHashMap<>();
    private final LongAdder coalesced = new LongAdder();

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
