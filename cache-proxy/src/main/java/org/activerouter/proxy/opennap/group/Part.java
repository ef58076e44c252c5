package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;

/**
 * One search at one member: who waits for the answer. Told on the line's thread; after {@link #ended} or {@link #failed} nothing
 * more, and after it was abandoned neither.
 */
interface Part {
    /** A result: a whole message, its header at this index. Lent. */
    void result(ByteBuf bytes, int index, int length);

    /** The member says that it will not answer: a whole message. Lent. */
    void error(ByteBuf bytes, int index, int length);

    /** The answer is complete. */
    void ended();

    /** It never will be. */
    void failed(Shortfall why);
}
