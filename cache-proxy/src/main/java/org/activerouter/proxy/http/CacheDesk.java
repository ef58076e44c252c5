package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.http.cache.CacheRequest;
import org.activerouter.proxy.http.cache.Decision;
import org.activerouter.proxy.http.cache.HttpCache;

/** Where a session's requests are first looked at when there is a cache. Thread: the session's event loop. */
final class CacheDesk {
    private final HttpSession http;
    private final Shared shared;
    private final HttpCache cache;

    CacheDesk(HttpSession http, HttpCache cache) {
        this.http = http;
        this.shared = http.shared();
        this.cache = cache;
    }

    /** Deals with the request that was read last; false when it has to wait. */
    boolean request(HeadParser parser, ByteBuf bytes, int length) {
        long readNanos = shared.nanos();
        CacheRequest request = CacheRequests.of(http.session().asked(), parser);
        Decision decision = cache.decide(request, shared.millis());
        if (decision instanceof Decision.Serve serve) {
            serve(serve, parser, request, http.take(bytes, length));
            cache.hitTook(shared.nanos() - readNanos);
        } else if (decision instanceof Decision.Refuse) {
            http.refuse(Fault.ONLY_IF_CACHED);
        } else if (http.hasExchange()) {
            // One that is behind an answer has the session's connection.
            return false;
        } else {
            http.begin(exchange(parser, request, decision, false), http.take(bytes, length));
        }
        cache.requested();
        return true;
    }

    private Exchange exchange(HeadParser parser, CacheRequest request, Decision decision, boolean behind) {
        CacheRequest lasting = CacheRequests.lasting(request, parser);
        return new Exchange(http, parser, new CachePart(shared, cache, lasting, decision, behind), behind);
    }

    /** Answers at once; what is stale is validated behind that. */
    private void serve(Decision.Serve serve, HeadParser parser, CacheRequest request, ByteBuf head) {
        Asked asked = Asked.of(parser);
        boolean behind = serve.revalidate()
                && serve.status() == serve.stored().status()
                && asked.persists()
                && !asked.head()
                && !http.hasExchange();
        if (!behind) {
            head.release();
            http.answered(serve, asked);
            return;
        }
        Exchange exchange = exchange(parser, request, new Decision.Fetch(serve.stored()), true);
        http.answered(serve, asked);
        http.begin(exchange, head);
    }
}
