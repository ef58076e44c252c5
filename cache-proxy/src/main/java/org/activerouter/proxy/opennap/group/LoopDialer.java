package org.activerouter.proxy.opennap.group;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.opennap.Wires.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections of the router's own, in one event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what came of a call is told as an event of the channel
final class LoopDialer implements Dialer {
    private static final Logger LOG = LoggerFactory.getLogger(LoopDialer.class);
    private static final int CONNECT_MILLIS = 2_000;

    private final EventLoop loop;
    private final Consumer<InetAddress> from;

    /**
     * Connections in one loop.
     *
     * @param from is told from which address each of them goes out
     */
    LoopDialer(EventLoop loop, Consumer<InetAddress> from) {
        this.loop = loop;
        this.from = from;
    }

    @Override
    public Wire dial(Endpoint member, Listener listener) {
        Line line = new Line(listener, from);
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(line)
                .connect(new InetSocketAddress(member.address(), member.port()))
                // Later, because what fails at once would be told before anybody knows the line.
                .addListener((ChannelFuture done) -> loop.execute(() -> line.connected(done)));
        return line;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Timer after(long nanos, Runnable task) {
        Future<?> future = loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public ByteBufAllocator allocator() {
        return ByteBufAllocator.DEFAULT;
    }

    /** One connection; what is sent before it stands waits. */
    private static final class Line extends ChannelInboundHandlerAdapter implements Wire {
        private final Listener listener;
        private final Consumer<InetAddress> from;
        private final ByteBuf early = Unpooled.buffer(0);
        private @Nullable Channel channel;
        private boolean over;

        Line(Listener listener, Consumer<InetAddress> from) {
            this.listener = listener;
            this.from = from;
        }

        private void connected(ChannelFuture done) {
            if (over) {
                done.channel().close();
            } else if (!done.isSuccess()) {
                end();
            } else {
                channel = done.channel();
                if (channel.localAddress() instanceof InetSocketAddress local) {
                    from.accept(local.getAddress());
                }
                channel.writeAndFlush(early);
            }
        }

        @Override
        public void send(ByteBuf bytes) {
            if (channel == null) {
                early.writeBytes(bytes);
                bytes.release();
            } else {
                channel.writeAndFlush(bytes);
            }
        }

        @Override
        public void close() {
            over = true;
            if (channel != null) {
                channel.close();
            }
        }

        private void end() {
            if (!over) {
                close();
                listener.gone();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            try {
                if (!over) {
                    listener.bytes(bytes);
                }
            } finally {
                bytes.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException)) {
                LOG.error("A search line ended by a fault", cause);
            }
            context.close();
            end();
        }
    }
}
