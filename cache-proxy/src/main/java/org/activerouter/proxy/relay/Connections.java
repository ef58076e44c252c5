package org.activerouter.proxy.relay;

import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;

/** What both connections of a session have in common. Thread: the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what came of a call is told as an event of the channel
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
        // Who ends because this process is killed is reset. A FIN would leave a socket in TIME_WAIT, and the kernel
        // forwards no
        // packet that belongs to a socket of its own: a client that comes back directly from the same port would not
        // get
        // through for a minute.
        config.setSoLinger(0);
        config.setOption(SocketOptions.URGENT_INLINE, 1);
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
    }

    /** Closes in good order: what was sent still arrives, and what was said to be the end stays the end. */
    static void close(EpollSocketChannel channel) {
        if (channel.isOpen()) {
            channel.config().setSoLinger(-1);
            channel.close();
        }
    }

    /** Closes so that the peer sees a reset; also one that the kernel has connected before we were told. */
    static void reset(EpollSocketChannel channel) {
        if (channel.isOpen()) {
            channel.config().setSoLinger(0);
            channel.unsafe().close(channel.unsafe().voidPromise());
        }
    }

    private Connections() {}
}
