package org.activerouter.proxy.http.cache;

import java.time.Duration;

/**
 * What a cache may use.
 *
 * @param bytes that all answers may take together; a quarter as much again while they are coming
 * @param objectBytes the longest body that is kept; longer ones pass
 * @param heuristic how long an answer that does not say so itself is taken to be fresh at most; zero takes none to be
 */
public record HttpCacheSettings(long bytes, int objectBytes, Duration heuristic) {
    /** Refuses what could not work. */
    public HttpCacheSettings {
        if (bytes < 1024 || objectBytes < 1 || objectBytes > bytes / 4 || heuristic.isNegative()) {
            throw new IllegalArgumentException("a cache of " + bytes + " bytes for objects of " + objectBytes
                    + " bytes, " + heuristic + ": sizes must be positive, and an object fits four times");
        }
    }

    /** What suits a gateway and fits into the heap that it usually has: 64 MB, objects of 4 MB, ten minutes. */
    public static HttpCacheSettings defaults() {
        return new HttpCacheSettings(64L << 20, 4 << 20, Duration.ofMinutes(10));
    }
}
