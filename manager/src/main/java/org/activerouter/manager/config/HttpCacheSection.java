package org.activerouter.manager.config;

import java.time.Duration;
import org.activerouter.proxy.http.cache.HttpCacheSettings;

/** Reads what the HTTP cache may keep. */
final class HttpCacheSection {
    private static final HttpCacheSettings USUAL = HttpCacheSettings.defaults();
    /** A body fits so many times: while it comes it takes room beside what is kept. */
    private static final int LEAST_OBJECTS = 4;

    private static final Key<Long> SIZE = Key.usually(
            "size",
            Types.size(1L << 20, 16L << 30),
            USUAL.bytes(),
            "What all answers together may take; a quarter as much again while they are coming.");
    private static final Key<Long> LARGEST_OBJECT = Key.usually(
            "largest-object",
            Types.size(1L << 10, 1L << 30),
            (long) USUAL.objectBytes(),
            "The longest body that is kept, a quarter of size at most; longer ones only pass.");
    private static final Key<Duration> HEURISTIC = Key.usually(
            "heuristic",
            Types.duration(Duration.ZERO, Duration.ofDays(1)),
            USUAL.heuristic(),
            "How long an answer that does not say so itself is taken to be fresh at most (RFC 9111 section 4.2.2); 0s takes"
                    + " none to be.");

    static final Section SECTION = Section.of(
            "http-cache", "What the HTTP cache may keep (service = http-cache).", SIZE, LARGEST_OBJECT, HEURISTIC);

    private HttpCacheSection() {}

    static HttpCacheSettings read(SectionReader in) {
        long size = in.get(SIZE);
        long largest = in.get(LARGEST_OBJECT);
        if (in.sound(SIZE, LARGEST_OBJECT) && largest > size / LEAST_OBJECTS) {
            in.refuse(LARGEST_OBJECT, "is more than a quarter of size", "");
            return USUAL;
        }
        return new HttpCacheSettings(size, Math.toIntExact(largest), in.get(HEURISTIC));
    }
}
