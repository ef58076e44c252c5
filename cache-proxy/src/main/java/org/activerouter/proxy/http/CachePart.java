package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.http.cache.Answer;
import org.activerouter.proxy.http.cache.CacheRequest;
import org.activerouter.proxy.http.cache.Decision;
import org.activerouter.proxy.http.cache.HttpCache;
import org.activerouter.proxy.http.cache.Visit;
import org.jspecify.annotations.Nullable;

/** The way of one request past a cache. Thread: the session's event loop. */
final class CachePart implements CacheSide, Body.Sink {
    private final Shared shared;
    private final HttpCache cache;
    private final CacheRequest request;
    private @Nullable Visit visit;
    private Decision.@Nullable Serve instead;
    private final boolean behind;
    private boolean counted;
    private long askedMillis;

    /**
     * Begins with what the cache has decided.
     *
     * @param behind whether the client has its answer already
     */
    CachePart(Shared shared, HttpCache cache, CacheRequest request, Decision decision, boolean behind) {
        this.shared = shared;
        this.cache = cache;
        this.request = request;
        this.behind = behind;
        this.visit = decision instanceof Decision.Fetch fetch ? Visit.of(cache, request, fetch) : null;
    }

    @Override
    public boolean takeOff(Runnable whenBack) {
        return visit == null || visit.takeOff(whenBack);
    }

    @Override
    public Decision.@Nullable Serve again() {
        Decision decision = cache.decideAgain(request, shared.millis());
        visit = decision instanceof Decision.Fetch fetch ? Visit.of(cache, request, fetch) : null;
        return decision instanceof Decision.Serve serve ? serve : null;
    }

    @Override
    public ByteBuf withConditions(ByteBuf head) {
        String lines = visit == null ? "" : visit.conditions();
        if (lines.isEmpty()) {
            return head;
        }
        ByteBuf longer = Buffers.withLines(head, lines);
        head.release();
        return longer;
    }

    @Override
    public void sent() {
        askedMillis = shared.millis();
        if (!counted) {
            counted = true;
            cache.asked(behind);
        }
    }

    @Override
    public boolean head(HeadParser parser, AnswerReader reader) {
        if (!request.isSafe() && parser.status() < 400) {
            long now = shared.millis();
            CacheRequests.changed(request.key(), parser.fields()).forEach(key -> cache.invalidate(key, now));
        }
        if (visit == null) {
            return false;
        }
        Answer answer = Answer.of(parser.status(), parser.fields().copy(), askedMillis, shared.millis());
        instead = visit.head(answer);
        if (visit.isCollecting()) {
            reader.tellContent(this);
        }
        return instead != null;
    }

    @Override
    public Decision.@Nullable Serve instead() {
        return instead;
    }

    @Override
    public void content(ByteBuf in, int at, int bytes) {
        if (visit != null && visit.isCollecting()) {
            int place = visit.grow(bytes);
            if (place >= 0) {
                in.getBytes(at, visit.room(), place, bytes);
            }
        }
    }

    @Override
    public void complete(boolean proven) {
        if (visit != null && proven) {
            visit.complete();
        } else {
            abandon();
        }
    }

    @Override
    public Decision.@Nullable Serve failed() {
        return visit == null ? null : visit.failed(shared.millis());
    }

    @Override
    public void abandon() {
        if (visit != null) {
            visit.abandon();
        }
    }
}
