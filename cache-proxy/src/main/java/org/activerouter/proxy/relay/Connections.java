package org.activerouter.proxy.relay;

import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;

/** What both connections of a session have in common. Thread: the event loop. */
final class Connections {
    private static final OneReadAtATime READS = new OneReadAtATime();

    static void configure(EpollSocketChannelConfig config, RelayLimits limits) {
        int high = limits.queuedPerConnection();
        config.setAutoRead(false);
        config.setRecvByteBufAllocator(READS);
        config.setAllowHalfClosure(true);
        // A failed write must not take with it what is still to be read.
        config.setAutoClose(false);
        config.setConnectTimeoutMillis((int) limits.connect().toMillis());
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
    }

    /** Closes so that the peer sees a reset; also one that the kernel has connected before we were told. */
    static void reset(EpollSocketChannel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.unsafe().voidPromise());
        }
    }

    private Connections() {}
}
