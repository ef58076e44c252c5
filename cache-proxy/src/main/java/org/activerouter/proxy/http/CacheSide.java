package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.http.cache.Decision;
import org.jspecify.annotations.Nullable;

/** What an exchange has to do with the cache; as it stands here, of a service without one: nothing. Thread: the session's event loop. */
interface CacheSide {
    /** There is no cache. */
    CacheSide NONE = new CacheSide() {};

    /** Whether the request has to go to a server; otherwise another is under way, and this is run when that has come back. */
    default boolean takeOff(Runnable whenBack) {
        return true;
    }

    /** Looks again, after another's request has come back. Null when this one has to go now. */
    default Decision.@Nullable Serve again() {
        return null;
    }

    /** Adds to a request's head what spares the server to send again what is kept; takes the head over. */
    default ByteBuf withConditions(ByteBuf head) {
        return head;
    }

    /** The request goes to a server. */
    default void sent() {}

    /** An answer's head was read; true when the client is to get {@link #instead} in its place. */
    default boolean head(HeadParser parser, AnswerReader reader) {
        return false;
    }

    /** What the client gets in the place of the server's answer. */
    default Decision.@Nullable Serve instead() {
        return null;
    }

    /** The answer has come whole, or ended with its connection, which proves nothing. */
    default void complete(boolean proven) {}

    /** No answer comes; what the client may be given instead. */
    default Decision.@Nullable Serve failed() {
        return null;
    }

    /** Nothing comes of it any more. */
    default void abandon() {}
}
