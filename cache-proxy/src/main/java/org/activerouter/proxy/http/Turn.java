package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.relay.End;

/**
 * A request whose answer is under way, as its session sees it: what comes from the client or from members while it lasts is given to
 * it. Thread: the session's event loop.
 */
interface Turn {
    /** The client has its answer already. */
    boolean isBehind();

    /** The client has not said all that belongs to the request, and what it has said was passed on. */
    boolean needsMore();

    /** Passes on what belongs to the request's body; whether there may be more to do with what is left. */
    boolean body(ByteBuf bytes);

    /** The connection that was asked for stands. */
    void connected(End end);

    /** The connection that was asked for could not be made. */
    void unreachable();

    /** Whether it has to do with this connection. */
    boolean isWith(End end);

    /** Bytes of a member; takes them over. */
    void answer(End from, ByteBuf bytes);

    /** A member sends no more. */
    void serverFinished(End from);

    /** A connection with a member is gone. */
    void serverLost(End from);

    /**
     * The client has fallen behind with what was sent to it, or has caught up. True when that was taken care of here; otherwise the one
     * connection that the session is turned to is held for it.
     */
    default boolean clientIsBehind(boolean behind) {
        return false;
    }

    /** A second has passed, and nothing has gone on for so many. */
    void quietFor(int seconds);

    /** It is over before its time. */
    void abandon();
}
