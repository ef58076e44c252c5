package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes that wait for more of them. Stateless; whoever is given a buffer owns it. */
final class Buffers {
    private Buffers() {}

    /** Puts new bytes behind those that wait; takes both over. */
    static ByteBuf append(@Nullable ByteBuf waiting, ByteBuf more) {
        if (waiting == null) {
            return more;
        }
        if (waiting.refCnt() == 1 && !waiting.isReadOnly() && waiting.maxWritableBytes() >= more.readableBytes()) {
            waiting.writeBytes(more);
            more.release();
            return waiting;
        }
        // Twice what is needed, so that a message that comes byte by byte is not copied for each.
        ByteBuf all = more.alloc().directBuffer(2 * (waiting.readableBytes() + more.readableBytes()));
        all.writeBytes(waiting).writeBytes(more);
        waiting.release();
        more.release();
        return all;
    }

    /** A head with more lines at its end, for whoever takes it; the head given stays its owner's. */
    static ByteBuf withLines(ByteBuf head, String lines) {
        ByteBuf longer = head.alloc().directBuffer(head.readableBytes() + lines.length());
        longer.writeBytes(head, head.readerIndex(), head.readableBytes() - 2);
        longer.writeCharSequence(lines + "\r\n", StandardCharsets.ISO_8859_1);
        return longer;
    }

    /** The first bytes, for whoever takes them; the rest stays. All of them are the buffer itself. */
    static ByteBuf first(ByteBuf from, int bytes) {
        return bytes == from.readableBytes() ? from : from.readRetainedSlice(bytes);
    }

    /** What is left after {@link #first} gave away so many. */
    @SuppressWarnings(
            "ReferenceEquality") // whether it is the buffer itself is the question; two with the same bytes are not
    static @Nullable ByteBuf rest(ByteBuf from, ByteBuf given) {
        return from == given ? null : from;
    }
}
