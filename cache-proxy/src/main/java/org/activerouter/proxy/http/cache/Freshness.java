package org.activerouter.proxy.http.cache;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How old an answer is and how long it is fresh, in seconds (RFC 9111 section 4.2). Immutable.
 *
 * @param lifetime how long it is fresh from when it was made; 0 for what has to be validated each time
 * @param initialAge how old it was when it came (section 4.2.3)
 * @param cameMillis when that was
 * @param whileRevalidating how long after that it may be used while it is being validated (RFC 5861 section 3)
 * @param onError how long after that it may be used when the server fails (RFC 5861 section 4); -1 when it says nothing
 * @param strict it may never be used stale (RFC 9111 section 4.2.4)
 * @param always it must be validated before each use (section 5.2.2.4)
 */
record Freshness(
        long lifetime,
        long initialAge,
        long cameMillis,
        long whileRevalidating,
        long onError,
        boolean strict,
        boolean always) {
    /** Statuses that may be kept without being told so (RFC 9110 section 15.1), of those that are kept at all. */
    private static final Set<Integer> HEURISTIC = Set.of(200, 203, 300, 301, 308, 404, 410);

    /** The part of the time since its last change that an answer is taken to be fresh for (section 4.2.2). */
    private static final long HEURISTIC_PART = 10;

    static Freshness of(Answer answer, Duration mostHeuristic) {
        CacheControl control = answer.control();
        boolean strict = control.has("must-revalidate") || control.has("proxy-revalidate") || control.has("s-maxage");
        return new Freshness(
                lifetime(answer, control, mostHeuristic),
                initialAge(answer),
                answer.cameMillis(),
                control.seconds("stale-while-revalidate", 0),
                control.seconds("stale-if-error", -1),
                strict,
                control.has("no-cache"));
    }

    private static long lifetime(Answer answer, CacheControl control, Duration mostHeuristic) {
        if (isExplicit(answer, control)) {
            String expires = answer.find("expires");
            long ends = control.seconds("s-maxage", control.seconds("max-age", -1));
            return ends >= 0 ? ends : Math.max(0, seconds(dateOr(expires, 0) - date(answer)));
        }
        Long changed = HttpDate.millis(answer.find("last-modified"));
        if (changed == null || !mayBeGuessed(answer, control)) {
            return 0;
        }
        return Math.max(0, Math.min(mostHeuristic.toSeconds(), seconds(date(answer) - changed) / HEURISTIC_PART));
    }

    /** Whether the answer says itself how long it is fresh. */
    static boolean isExplicit(Answer answer, CacheControl control) {
        return control.has("s-maxage") || control.has("max-age") || answer.find("expires") != null;
    }

    /** Whether it may be kept, and taken to be fresh for a while, although it does not say so. */
    static boolean mayBeGuessed(Answer answer, CacheControl control) {
        return HEURISTIC.contains(answer.status()) || control.has("public");
    }

    private static long date(Answer answer) {
        return dateOr(answer.find("date"), answer.cameMillis());
    }

    private static long dateOr(@Nullable String text, long otherwise) {
        Long millis = HttpDate.millis(text);
        return millis == null ? otherwise : millis;
    }

    private static long seconds(long millis) {
        return Math.floorDiv(millis, 1000L);
    }

    private static long initialAge(Answer answer) {
        long apparent = Math.max(0, seconds(answer.cameMillis() - date(answer)));
        long delay = seconds(answer.cameMillis() - answer.askedMillis());
        return Math.max(apparent, said(answer.find("age")) + delay);
    }

    private static long said(@Nullable String age) {
        return age == null ? 0 : CacheControl.of("age=" + age).seconds("age", 0);
    }

    long age(long nowMillis) {
        return initialAge + Math.max(0, seconds(nowMillis - cameMillis));
    }

    /** How much longer it is fresh; below 0, how long it has been stale. */
    long left(long nowMillis) {
        return lifetime - age(nowMillis);
    }
}
