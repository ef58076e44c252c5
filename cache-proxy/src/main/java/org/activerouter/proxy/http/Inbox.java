package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.relay.End;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent that nobody has taken yet. The client is not read while that is too much. Thread: the session's event loop.
 */
final class Inbox {
    /** More than a head, so that one that is too long is seen to be. */
    private static final int BEYOND_HEAD = 1024;

    private final End client;
    private final int mostHeld;
    private @Nullable ByteBuf held;
    private boolean halted;

    /**
     * Nothing was sent.
     *
     * @param headBytes the longest head
     */
    Inbox(End client, int headBytes) {
        this.client = client;
        this.mostHeld = headBytes + BEYOND_HEAD;
    }

    /** Takes bytes over. */
    void add(ByteBuf bytes) {
        held = Buffers.append(held, bytes);
    }

    boolean isEmpty() {
        return held == null;
    }

    /** All that is there, to be looked at. */
    @Nullable
    ByteBuf held() {
        return held;
    }

    /** Gives the first of the bytes that are held to whoever takes them. */
    ByteBuf take(ByteBuf from, int bytes) {
        ByteBuf first = Buffers.first(from, bytes);
        held = Buffers.rest(from, first);
        return first;
    }

    /** Gives all that is there to whoever takes it. */
    @Nullable
    ByteBuf takeAll() {
        ByteBuf all = held;
        held = null;
        return all;
    }

    /** Drops all that is there. */
    void clear() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    /** Reads the client, or reads it no more. */
    void throttle() {
        boolean wanted = held == null || held.readableBytes() < mostHeld;
        if (wanted == halted) {
            halted = !wanted;
            client.reading(wanted);
        }
    }
}
