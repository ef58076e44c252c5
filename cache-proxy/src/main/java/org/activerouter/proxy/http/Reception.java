package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.http.cache.HttpCache;

/** Finds the requests in what a client sends, and begins with each. Thread: the session's event loop. */
final class Reception {
    private final HttpSession http;
    private final Shared shared;

    Reception(HttpSession http) {
        this.http = http;
        this.shared = http.shared();
    }

    /** Begins with a request, if its head is whole; whether there may be more to do with what is left. */
    boolean begin(ByteBuf bytes) {
        if (skipEmptyLine(bytes)) {
            return true;
        }
        HeadParser parser = shared.parser();
        int length = parser.find(bytes);
        Fault fault = length < 0 ? Fault.HEAD_SIZE : length == HeadParser.MORE ? null : parser.request();
        if (fault != null) {
            http.refuse(fault);
            return false;
        }
        return length != HeadParser.MORE && request(parser, bytes, length);
    }

    /** Empty lines before a request are skipped (RFC 9112 section 2.2). */
    private boolean skipEmptyLine(ByteBuf bytes) {
        int at = bytes.readerIndex();
        if (bytes.readableBytes() < 2 || bytes.getByte(at) != '\r' || bytes.getByte(at + 1) != '\n') {
            return false;
        }
        http.take(bytes, 2).release();
        return true;
    }

    private boolean request(HeadParser parser, ByteBuf bytes, int length) {
        HttpCache cache = shared.cache();
        if (cache != null) {
            return new CacheDesk(http, cache).request(parser, bytes, length);
        }
        http.begin(new Exchange(http, parser, CacheSide.NONE, false), http.take(bytes, length));
        return true;
    }
}
