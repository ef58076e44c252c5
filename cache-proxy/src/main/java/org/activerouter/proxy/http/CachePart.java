package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.activerouter.proxy.http.cache.Answer;
import org.activerouter.proxy.http.cache.CacheRequest;
import org.activerouter.proxy.http.cache.Decision;
import org.activerouter.proxy.http.cache.HttpCache;
import org.activerouter.proxy.http.cache.Visit;
import org.jspecify.annotations.Nullable;

/** What an exchange has to do with the cache. Thread: the session's event loop. */
final class CachePart implements Body.Sink {
    private final Shared shared;
    private final HttpCache cache;
    private final CacheRequest request;
    private @Nullable Visit visit;
    private Decision.@Nullable Serve instead;
    private long askedMillis;

    CachePart(Shared shared, HttpCache cache, CacheRequest request, Decision decision) {
        this.shared = shared;
        this.cache = cache;
        this.request = request;
        this.visit = decision instanceof Decision.Fetch fetch ? Visit.of(cache, request, fetch) : null;
    }

    /** Whether the request has to go to a server; otherwise another is under way, and this is run when that has come back. */
    boolean takeOff(Runnable whenBack) {
        return visit == null || visit.takeOff(whenBack);
    }

    /** Looks again, after another's request has come back. Null when this one has to go now. */
    Decision.@Nullable Serve again() {
        Decision decision = cache.decide(request, shared.millis());
        visit = decision instanceof Decision.Fetch fetch ? Visit.of(cache, request, fetch) : null;
        return decision instanceof Decision.Serve serve ? serve : null;
    }

    /** Adds to a request's head what spares the server to send again what is kept; takes the head over. */
    ByteBuf withConditions(ByteBuf head) {
        String lines = visit == null ? "" : visit.conditions();
        if (lines.isEmpty()) {
            return head;
        }
        ByteBuf longer = head.alloc().directBuffer(head.readableBytes() + lines.length());
        longer.writeBytes(head, head.readerIndex(), head.readableBytes() - 2);
        longer.writeCharSequence(lines + "\r\n", StandardCharsets.ISO_8859_1);
        head.release();
        return longer;
    }

    void sent() {
        askedMillis = shared.millis();
    }

    /** An answer's head was read; true when the client is to get {@link #instead} in its place. */
    boolean head(HeadParser parser, AnswerReader reader) {
        if (!request.isSafe() && parser.status() < 400) {
            CacheRequests.changed(request.key(), parser.fields()).forEach(cache::invalidate);
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

    /** What the client gets in the place of the server's answer. */
    Decision.@Nullable Serve instead() {
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

    /** The answer has come whole, or ended with its connection, which proves nothing. */
    void complete(boolean proven) {
        if (visit != null && proven) {
            visit.complete();
        } else {
            abandon();
        }
    }

    /** No answer comes; what the client may be given instead. */
    Decision.@Nullable Serve failed() {
        return visit == null ? null : visit.failed(shared.millis());
    }

    void abandon() {
        if (visit != null) {
            visit.abandon();
        }
    }
}
