package org.activerouter.proxy.http.cache;

import org.jspecify.annotations.Nullable;

/** What a request is to be answered with (RFC 9111 section 4). Stateless. */
final class Deciding {
    private static final Decision PASS = new Decision.Pass();

    private Deciding() {}

    /** Whether anything that is kept could answer it. */
    static boolean isOfInterest(CacheRequest request) {
        return (request.isGet() || request.isHead())
                && !request.hasBody()
                && !needsUpgrade(request)
                && !Conditions.hasForeign(request)
                && request.key().target().startsWith("/");
    }

    /** Another protocol than HTTP only the server can speak; HTTP/2 is a mere wish (RFC 9110 section 7.8). */
    private static boolean needsUpgrade(CacheRequest request) {
        String wished = request.find("upgrade");
        return wished != null && !wished.equalsIgnoreCase("h2c");
    }

    static Decision decide(CacheRequest request, @Nullable StoredAnswer stored, long nowMillis) {
        CacheControl control = request.control();
        boolean usable = stored != null && (stored.isOpenToAuthorized() || !request.has("authorization"));
        if (stored != null && usable && isAcceptable(control, stored.freshness(), nowMillis)) {
            return serve(request, stored, nowMillis);
        }
        if (control.has("only-if-cached")) {
            return new Decision.Refuse();
        }
        if (request.isHead() || request.has("range")) {
            return PASS;
        }
        return new Decision.Fetch(usable ? stored : null);
    }

    private static boolean isAcceptable(CacheControl control, Freshness freshness, long nowMillis) {
        long left = freshness.left(nowMillis);
        if (control.has("no-cache")
                || freshness.always()
                || freshness.age(nowMillis) > control.seconds("max-age", Long.MAX_VALUE)
                || left < control.seconds("min-fresh", Long.MIN_VALUE)) {
            return false;
        }
        return left > 0 || (!freshness.strict() && -left <= mostStale(control, freshness));
    }

    private static long mostStale(CacheControl control, Freshness freshness) {
        long asked = control.isBare("max-stale") ? Long.MAX_VALUE : control.seconds("max-stale", -1);
        long revalidating = freshness.whileRevalidating() > 0 ? freshness.whileRevalidating() : -1;
        return Math.max(asked, revalidating);
    }

    private static Decision serve(CacheRequest request, StoredAnswer stored, long nowMillis) {
        if (Conditions.hasAny(request) && Conditions.isKnown(request, stored)) {
            return serve(stored, 304, null, nowMillis);
        }
        String range = request.isGet() && stored.status() == 200 ? request.find("range") : null;
        if (range == null || !Conditions.isSame(request, stored)) {
            return serve(stored, stored.status(), null, nowMillis);
        }
        Range part = Range.of(range, stored.body().length);
        if (part == null) {
            return PASS;
        }
        return serve(stored, part.length() > 0 ? 206 : 416, part, nowMillis);
    }

    private static Decision serve(StoredAnswer stored, int status, @Nullable Range range, long nowMillis) {
        Freshness freshness = stored.freshness();
        long left = freshness.left(nowMillis);
        boolean behind = left <= 0 && -left <= freshness.whileRevalidating();
        return new Decision.Serve(stored, status, range, freshness.age(nowMillis), left, behind, "hit");
    }

    /** What is served instead of a server's failure, if that is allowed (RFC 5861 section 4, RFC 9111 section 4.2.4). */
    static Decision.@Nullable Serve onError(CacheRequest request, StoredAnswer stored, long nowMillis) {
        Freshness freshness = stored.freshness();
        long staleness = -freshness.left(nowMillis);
        long most = Math.max(freshness.onError(), request.control().seconds("stale-if-error", -1));
        if (freshness.strict() || freshness.always() || staleness > most) {
            return null;
        }
        return new Decision.Serve(
                stored, stored.status(), null, freshness.age(nowMillis), -staleness, false, "fwd=stale");
    }

    /** Serves what has just been validated. */
    static Decision.Serve validated(StoredAnswer stored, long nowMillis) {
        Freshness freshness = stored.freshness();
        return new Decision.Serve(
                stored,
                stored.status(),
                null,
                freshness.age(nowMillis),
                freshness.left(nowMillis),
                false,
                "fwd=stale; fwd-status=304");
    }
}
