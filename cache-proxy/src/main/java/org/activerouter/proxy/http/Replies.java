package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.activerouter.proxy.http.cache.Decision;
import org.activerouter.proxy.http.cache.Range;
import org.activerouter.proxy.http.cache.StoredAnswer;

/** Answers that are made here: refusals, and what comes from the cache. Stateless; whoever asks owns the buffers. */
final class Replies {
    /** A body up to this length is copied behind its head: one write is cheaper than gathering. */
    private static final int SHORT = 16 << 10;

    /** What a 304 repeats (RFC 9110 section 15.4.5). */
    private static final List<String> IN_NOT_MODIFIED =
            List.of("cache-control", "content-location", "date", "etag", "expires", "vary");

    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP = ascii("Connection: keep-alive\r\n");

    private Replies() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Tells a client what was wrong with its request, or with getting an answer to it. */
    static ByteBuf refusal(int status) {
        String text =
                "HTTP/1.1 " + status + " " + Reasons.of(status) + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    /** What the cache answers to a request. */
    static ByteBuf cached(ByteBufAllocator allocator, Decision.Serve serve, Asked asked) {
        StoredAnswer stored = serve.stored();
        Range part = serve.status() == 206 || serve.status() == 416 ? serve.range() : null;
        int first = part == null ? 0 : part.first();
        int length = part == null ? stored.body().length : part.length();
        boolean without = asked.head() || serve.status() == 304;
        boolean copied = length <= SHORT;
        int room = stored.head().length + 512 + (copied && !without ? length : 0);
        ByteBuf reply = allocator.directBuffer(room);
        head(reply, serve, asked, length);
        if (without || length == 0) {
            return reply;
        }
        return copied
                ? reply.writeBytes(stored.body(), first, length)
                : Unpooled.wrappedBuffer(reply, Unpooled.wrappedBuffer(stored.body(), first, length));
    }

    private static void head(ByteBuf reply, Decision.Serve serve, Asked asked, int length) {
        StoredAnswer stored = serve.stored();
        put(reply, "HTTP/1.1 ");
        number(reply, serve.status());
        put(reply, " ");
        put(reply, Reasons.of(serve.status()));
        put(reply, "\r\n");
        if (serve.status() == 304) {
            notModified(reply, stored);
        } else {
            reply.writeBytes(stored.head());
            put(reply, "Content-Length: ");
            number(reply, length);
            put(reply, "\r\n");
        }
        if (serve.range() != null && serve.status() >= 206 && serve.status() != 304) {
            put(reply, contentRange(serve.range(), stored.body().length));
        }
        connection(reply, asked);
        put(reply, "Age: ");
        number(reply, serve.age());
        put(reply, "\r\nCache-Status: active-router; ");
        put(reply, serve.how());
        put(reply, "; ttl=");
        number(reply, serve.left());
        put(reply, "\r\n\r\n");
    }

    private static void notModified(ByteBuf reply, StoredAnswer stored) {
        for (String name : IN_NOT_MODIFIED) {
            String value = stored.find(name);
            if (value != null) {
                put(reply, name + ": " + value + "\r\n");
            }
        }
    }

    private static String contentRange(Range part, int size) {
        String which = part.length() == 0 ? "*" : part.first() + "-" + part.last();
        return "Content-Range: bytes " + which + "/" + size + "\r\n";
    }

    private static void connection(ByteBuf reply, Asked asked) {
        if (!asked.persists()) {
            reply.writeBytes(CLOSE);
        } else if (asked.old()) {
            reply.writeBytes(KEEP);
        }
    }

    private static void put(ByteBuf reply, String latin) {
        reply.writeCharSequence(latin, StandardCharsets.ISO_8859_1);
    }

    private static void number(ByteBuf reply, long value) {
        put(reply, Long.toString(value));
    }
}
