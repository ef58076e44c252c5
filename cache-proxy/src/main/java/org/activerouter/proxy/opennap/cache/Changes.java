package org.activerouter.proxy.opennap.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What sharers of one server did lately, as far as it was seen: who left or withdrew files, and which words were in the names of
 * files that came. Any thread.
 *
 * <p>Kept is the time by name, not which answers it touches. An answer looks here when it is used the next time, and only if
 * anything has happened since it looked last. So a departure costs the same however many answers its files are in.
 *
 * <p>What a client tells the server takes a moment to get there, and another client's search may be faster. So a change counts as if
 * it went on for a second.
 *
 * <p>When a name is dropped for lack of room, every answer older than it is distrusted.
 */
final class Changes {
    private static final long SETTLING_NANOS = 1_000_000_000L;

    private final Cache<Long, Long> gone;
    private final Cache<Long, Long> grown;
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicLong trustedFrom = new AtomicLong(Long.MIN_VALUE);

    Changes(CacheSettings settings, Ticker ticker) {
        gone = remembering(settings, ticker);
        grown = remembering(settings, ticker);
    }

    private Cache<Long, Long> remembering(CacheSettings settings, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(settings.memory().maxChanges())
                .expireAfterWrite(settings.lifetimes().staleLimit())
                .ticker(ticker)
                .executor(Runnable::run)
                .evictionListener((@Nullable Long name, @Nullable Long nanos, RemovalCause cause) -> {
                    if (cause == RemovalCause.SIZE && nanos != null) {
                        trustedFrom.accumulateAndGet(nanos, Math::max);
                    }
                })
                .build();
    }

    /** A sharer left, or withdrew this file of his. */
    void left(long sharerOrFile, long nanos) {
        gone.put(sharerOrFile, nanos);
        epoch.incrementAndGet();
    }

    /** A file came in whose name or path has these words. */
    void came(long[] words, long nanos) {
        for (long word : words) {
            grown.put(word, nanos);
        }
        epoch.incrementAndGet();
    }

    /** Changes with every change. */
    long epoch() {
        return epoch.get();
    }

    /** Whether a sharer or file that was there at that time has gone. */
    boolean goneSince(long sharerOrFile, long nanos) {
        Long when = gone.getIfPresent(sharerOrFile);
        return (when != null && when + SETTLING_NANOS >= nanos) || trustedFrom.get() >= nanos;
    }

    /** Whether a file may have come since that time that has all words of a search. */
    boolean grownSince(SearchKey key, long nanos) {
        if (trustedFrom.get() >= nanos) {
            return true;
        }
        for (long word : key.words()) {
            Long when = grown.getIfPresent(word);
            if (when == null || when + SETTLING_NANOS < nanos) {
                return false;
            }
        }
        return true;
    }
}
