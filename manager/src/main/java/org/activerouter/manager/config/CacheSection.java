package org.activerouter.manager.config;

import java.time.Duration;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.opennap.cache.Lifetimes;
import org.activerouter.proxy.opennap.cache.OnMiss;

/** Reads how the cache proxy answers. */
final class CacheSection {
    private static final CacheSettings USUAL = CacheSettings.DEFAULTS;

    private static final Key<OnMiss> ON_MISS = Key.usually(
            "on-miss",
            Types.oneOf(OnMiss.class),
            USUAL.onMiss(),
            "What becomes of a search that the cache cannot answer: the server is asked and its answer given in full (forward), or"
                    + " what is known is given at once and only new keywords are passed on (answer-first, as in the paper).");
    private static final Key<Duration> TTL = Key.usually(
            "ttl",
            Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            USUAL.lifetimes().ttl(),
            "How long an answer is given again.");
    private static final Key<Duration> SOFT_TTL = Key.usually(
            "soft-ttl",
            Types.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            USUAL.lifetimes().softTtl(),
            "After this the server is asked again beside, while the old answer is still given; at most ttl.");
    private static final Key<Duration> NEGATIVE_TTL = Key.usually(
            "negative-ttl",
            Types.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            USUAL.lifetimes().negativeTtl(),
            "How long an answer without a result is given again; at most ttl.");
    private static final Key<Duration> STALE_LIMIT = Key.usually(
            "stale-limit",
            Types.duration(Duration.ofSeconds(1), Duration.ofHours(24)),
            USUAL.lifetimes().staleLimit(),
            "How old an answer may be while the server is gone; at least ttl.");
    private static final Key<Long> SIZE = Key.usually(
            "size",
            Types.size(1L << 20, 16L << 30),
            USUAL.memory().maxBytes(),
            "What all answers together may take; what clients share, a quarter as much again.");

    static final Section SECTION = Section.of(
            "cache-proxy",
            "How the cache proxy answers searches for an overloaded server (service = cache-proxy).",
            ON_MISS,
            TTL,
            SOFT_TTL,
            NEGATIVE_TTL,
            STALE_LIMIT,
            SIZE);

    private CacheSection() {}

    static CacheSettings read(SectionReader in) {
        Duration ttl = in.get(TTL);
        Duration softTtl = in.get(SOFT_TTL);
        Duration negativeTtl = in.get(NEGATIVE_TTL);
        Duration staleLimit = in.get(STALE_LIMIT);
        refuseLonger(in, SOFT_TTL, softTtl, TTL, ttl);
        refuseLonger(in, NEGATIVE_TTL, negativeTtl, TTL, ttl);
        refuseLonger(in, TTL, ttl, STALE_LIMIT, staleLimit);
        return in.sound(SOFT_TTL, NEGATIVE_TTL, TTL, STALE_LIMIT)
                ? USUAL.living(new Lifetimes(ttl, softTtl, negativeTtl, staleLimit))
                        .answering(in.get(ON_MISS), in.get(SIZE))
                : USUAL;
    }

    private static void refuseLonger(
            SectionReader in, Key<Duration> key, Duration value, Key<Duration> other, Duration most) {
        if (in.sound(key, other) && value.compareTo(most) > 0) {
            in.refuse(key, "is longer than " + other.name() + ", " + Types.text(most), "");
        }
    }
}
