package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Tells by a connection's first bytes whether its client speaks HTTP/1.x at all. Stateless. */
final class FirstLine {
    /** Longer names of methods are not in use. */
    private static final int LONGEST_METHOD = 32;

    private FirstLine() {}

    /**
     * Whether these bytes begin anything but a request: TLS, HTTP/2 with prior knowledge, HTTP/0.9, or another protocol. Not yet, as
     * long as a request could still come of them; what has the version in its line is one, however bad.
     */
    static boolean isForeign(ByteBuf bytes) {
        int start = skipEmptyLine(bytes);
        int end = bytes.writerIndex();
        if (start + 1 == end && bytes.getByte(start) == '\r') {
            return false;
        }
        int at = start;
        while (at < end && Chars.isToken(bytes.getByte(at))) {
            at++;
        }
        if (at - start > LONGEST_METHOD || (at < end && (at == start || bytes.getByte(at) != ' '))) {
            return true;
        }
        int feed = bytes.indexOf(at, end, (byte) '\n');
        return feed >= 0
                && !bytes.toString(start, feed - start, StandardCharsets.ISO_8859_1)
                        .contains("HTTP/1.");
    }

    private static int skipEmptyLine(ByteBuf bytes) {
        int start = bytes.readerIndex();
        boolean empty = bytes.readableBytes() >= 2 && bytes.getByte(start) == '\r' && bytes.getByte(start + 1) == '\n';
        return empty ? start + 2 : start;
    }
}
