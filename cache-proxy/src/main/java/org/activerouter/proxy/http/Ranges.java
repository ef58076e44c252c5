package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Requests for parts (RFC 9110 section 14). Stateless. */
final class Ranges {
    /** What makes an answer something else than the whole: a part, or nothing but what has become of it (RFC 9110 sections 13 and 14). */
    private static final List<String> OF_PARTS =
            List.of("range", "if-range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since");

    private Ranges() {}

    /** Whether the request that was read last may be asked in parts, should its answer turn out to be long. */
    static boolean areAllowed(HeadParser request, Asked asked) {
        return asked.repeatable()
                && !asked.old()
                && request.isMethod("GET")
                && OF_PARTS.stream().allMatch(name -> request.fields().find(name) == null);
    }

    /** A request's head with a part asked for; the head given stays its owner's. */
    static ByteBuf ask(ByteBuf head, long first, long last) {
        return Buffers.withLines(head, "Range: bytes=" + first + "-" + last + "\r\n");
    }
}
