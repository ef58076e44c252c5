package org.activerouter.proxy.http.cache;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One request's way past the cache to the server and back: what has to be added to it, and what is done with its answer. One thread.
 */
public final class Visit {
    private final HttpCache cache;
    private final CacheRequest request;
    private final @Nullable StoredAnswer stale;
    private final boolean validating;
    private boolean leads;
    private @Nullable Answer answer;
    private @Nullable Freshness freshness;
    private byte[] body = new byte[0];
    private int length;
    private int reserved;

    private Visit(HttpCache cache, CacheRequest request, @Nullable StoredAnswer stale) {
        this.cache = cache;
        this.request = request;
        this.stale = stale;
        this.validating = stale != null && !Conditions.hasAny(request) && hasValidator(stale);
    }

    private static boolean hasValidator(StoredAnswer stored) {
        return stored.find("etag") != null || stored.find("last-modified") != null;
    }

    /**
     * Begins a visit.
     *
     * @param request with fields that last
     */
    public static Visit of(HttpCache cache, CacheRequest request, Decision.Fetch fetch) {
        return new Visit(cache, request, fetch.stale());
    }

    /**
     * Whether this request has to go to the server; otherwise an equal one is on its way, and what is given here is run, on any thread,
     * when that has come back.
     */
    public boolean takeOff(Runnable whenBack) {
        boolean alone = request.has("authorization")
                || request.control().has("no-cache")
                || Conditions.hasAny(request)
                || cache.flights().isInVain(request.key());
        leads = !alone && cache.flights().takeOff(request.key(), whenBack);
        return alone || leads;
    }

    /** Lines to be added to the request, so that the server need not send again what is kept (RFC 9111 section 4.3.1). */
    public String conditions() {
        if (!validating || stale == null) {
            return "";
        }
        String tag = stale.find("etag");
        String changed = stale.find("last-modified");
        return (tag == null ? "" : "If-None-Match: " + tag + "\r\n")
                + (changed == null ? "" : "If-Modified-Since: " + changed + "\r\n");
    }

    /**
     * An answer's head has come. What is returned is to be sent instead of the answer, which is then of no interest; null passes the
     * answer on.
     */
    public Decision.@Nullable Serve head(Answer head) {
        if (stale != null && head.status() == 304 && (validating || isOfTheSame(stale, head))) {
            StoredAnswer fresh = cache.freshen(request, stale, head);
            land();
            return validating ? Deciding.validated(fresh, head.cameMillis()) : null;
        }
        if (head.status() >= 500) {
            Decision.Serve instead = failed(head.cameMillis());
            if (instead != null) {
                return instead;
            }
        }
        collect(head);
        return null;
    }

    /** Whether a 304 to a client's own condition tells that what is kept has not changed either (RFC 9111 section 4.3.4). */
    private static boolean isOfTheSame(StoredAnswer stored, Answer notModified) {
        String tag = notModified.find("etag");
        return tag != null && tag.equals(stored.find("etag"));
    }

    private void collect(Answer head) {
        freshness = cache.keepable(request, head);
        long size = Math.max(0, said(head));
        if (freshness == null || size > cache.objectBytes() || !reserve((int) size)) {
            giveUp();
        } else {
            answer = head;
            body = new byte[(int) size];
        }
    }

    private boolean reserve(int bytes) {
        boolean granted = cache.reserve(bytes);
        reserved += granted ? bytes : 0;
        return granted;
    }

    private void giveUp() {
        freshness = null;
        body = new byte[0];
        if (leads) {
            cache.flights().came(request.key(), false);
        }
        land();
    }

    private static long said(Answer head) {
        String length = head.find("content-length");
        return length == null ? -1 : Long.parseLong(length);
    }

    /** Whether the body is wanted. */
    public boolean isCollecting() {
        return freshness != null;
    }

    /** Makes room for a piece of the body; the caller writes it to {@link #room} at the place returned. -1 when it is too much. */
    public int grow(int bytes) {
        int place = length;
        long needed = (long) length + bytes;
        if (needed > cache.objectBytes()) {
            giveUp();
            return -1;
        }
        if (needed > body.length) {
            int larger = (int) Math.min(cache.objectBytes(), Math.max(needed, 2L * body.length));
            if (!reserve(larger - body.length)) {
                giveUp();
                return -1;
            }
            body = Arrays.copyOf(body, larger);
        }
        length = (int) needed;
        return place;
    }

    /** Where the body is collected. */
    public byte[] room() {
        return body;
    }

    /** The answer has come whole. */
    public void complete() {
        if (freshness != null && answer != null) {
            cache.keep(request, answer, freshness, length == body.length ? body : Arrays.copyOf(body, length));
            cache.flights().came(request.key(), true);
        }
        freshness = null;
        land();
    }

    /** The server did not answer, or not well; what is returned may be sent instead. */
    public Decision.@Nullable Serve failed(long nowMillis) {
        freshness = null;
        land();
        return stale == null ? null : Deciding.onError(request, stale, nowMillis);
    }

    /** Nothing comes of it any more. */
    public void abandon() {
        freshness = null;
        land();
    }

    private void land() {
        cache.reserve(-reserved);
        reserved = 0;
        if (leads) {
            leads = false;
            cache.flights().land(request.key());
        }
    }
}
