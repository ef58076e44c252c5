package org.activerouter.proxy.relay;

import io.netty.channel.AdaptiveRecvByteBufAllocator;

/**
 * Reads once each time that a connection is ready, then passes on what came: a reader that is behind is noticed before more is
 * taken for it. The size follows the traffic, so that small messages do not reserve large buffers; a connection that is silent
 * holds none.
 */
final class OneReadAtATime extends AdaptiveRecvByteBufAllocator {
    /** The most that one read takes beyond what may wait for a reader. */
    static final int MOST = 64 << 10;

    OneReadAtATime() {
        this(MOST);
    }

    /** Takes at most so many bytes. */
    OneReadAtATime(int most) {
        super(Math.min(512, most), Math.min(2048, most), most);
        maxMessagesPerRead(1);
    }
}
