package org.activerouter.proxy.relay;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.activerouter.proxy.Door;

/**
 * A listening socket for the clients of the servers on one port. The kernel redirects only while it carries our mark, so taking
 * the mark away leaves the door <em>ajar</em>: new clients go to the server themselves, at once and with no rule changed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what came of a call is told as an event of the channel
final class Doorway {
    /** Longer than the lease of a redirect: whoever the kernel still sends finds the door open. */
    static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int BACKLOG = 4096;

    private final EpollServerSocketChannel channel;
    private final Passage passage;
    private final Door door;
    private volatile long lastUsed;
    private boolean ajar;

    private Doorway(EpollServerSocketChannel channel, int serverPort, Passage passage, long now) {
        this.passage = passage;
        this.channel = channel;
        this.door = new Door(serverPort, channel.localAddress().getPort());
        this.lastUsed = now;
    }

    /**
     * Listens on the servers' own port, or where another program holds that, on a free one.
     *
     * @throws IOException when neither can be had
     */
    static Doorway open(int serverPort, EventLoop loop, ChannelHandler acceptor, Passage passage, long now)
            throws IOException {
        EpollServerSocketChannel channel;
        try {
            channel = listen(serverPort, loop, acceptor, passage);
        } catch (IOException taken) {
            channel = listenElsewhere(loop, acceptor, passage, taken);
        }
        return new Doorway(channel, serverPort, passage, now);
    }

    private static EpollServerSocketChannel listenElsewhere(
            EventLoop loop, ChannelHandler acceptor, Passage passage, IOException taken) throws IOException {
        try {
            return listen(0, loop, acceptor, passage);
        } catch (IOException e) {
            e.addSuppressed(taken);
            throw e;
        }
    }

    private static EpollServerSocketChannel listen(int port, EventLoop loop, ChannelHandler acceptor, Passage passage)
            throws IOException {
        try {
            EpollServerSocketChannel channel = new EpollServerSocketChannel(SocketProtocolFamily.INET);
            configure(channel.config());
            passage.open(channel.config(), true);
            channel.pipeline().addLast(acceptor);
            loop.register(channel).syncUninterruptibly();
            channel.bind(new InetSocketAddress(port))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE)
                    .syncUninterruptibly();
            return channel;
        } catch (Exception e) {
            throw new IOException("Cannot listen on TCP port " + port + ": " + e.getMessage(), e);
        }
    }

    private static void configure(EpollServerSocketChannelConfig config) {
        config.setReuseAddress(true);
        config.setBacklog(BACKLOG);
        config.setOption(SocketOptions.NO_DELAY, 1);
        config.setOption(SocketOptions.KEEP_ALIVE, 1);
    }

    Door door() {
        return door;
    }

    void used(long now) {
        lastUsed = now;
    }

    boolean unusedSince(long nanos) {
        return lastUsed - nanos < 0;
    }

    /** Sends new clients past this service, or takes them in again. */
    synchronized void ajar(boolean wanted) {
        if (ajar != wanted && channel.isOpen()) {
            passage.open(channel.config(), !wanted);
            ajar = wanted;
        }
    }

    /** Accepts again after a failure. */
    void resume() {
        channel.config().setAutoRead(true);
    }

    void close() {
        channel.close().syncUninterruptibly();
    }
}
