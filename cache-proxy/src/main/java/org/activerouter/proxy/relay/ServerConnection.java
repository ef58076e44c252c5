package org.activerouter.proxy.relay;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Errors;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import org.activerouter.capture.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to a server in a client's name: the server sees the client's own address, and its own port where that is free.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what came of a call is told as an event of the channel
final class ServerConnection {
    /** {@code EADDRINUSE} and {@code EADDRNOTAVAIL} of {@code asm-generic/errno.h}, negative as Netty gives them. */
    private static final int ADDRESS_IN_USE = -98;

    private static final int ADDRESS_NOT_AVAILABLE = -99;

    /**
     * Ports 20000 to 29999: below what Linux (32768), Windows and BSD (49152) choose for their own connections. A port that the
     * client itself used towards the same server later would lead its packets here.
     */
    private static final int FOREIGN_PORTS = 29_999 << 16 | 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    private final Session session;
    private final InetSocketAddress upstream;

    private ServerConnection(Session session, Endpoint upstream) {
        this.session = session;
        this.upstream = new InetSocketAddress(upstream.address(), upstream.port());
    }

    static void open(Session session, Endpoint upstream) {
        ServerConnection connection = new ServerConnection(session, upstream);
        connection.attempt(session.clientAddress(), connection::ownPortFailed);
    }

    private void attempt(InetSocketAddress local, Failed failed) {
        EpollSocketChannel channel;
        try {
            channel = prepared(local.getPort() == 0);
        } catch (ChannelException e) {
            LOG.warn("Cannot make a connection to {} in the name of {}", upstream, local, e);
            session.unreachable(Refusal.INTERNAL);
            return;
        }
        End end = session.connecting(channel);
        channel.pipeline().addLast(end);
        session.loop().eventLoop().register(channel);
        channel.connect(upstream, local).addListener((ChannelFuture done) -> {
            if (!done.isSuccess() && !end.gone()) {
                end.abandon();
                failed.because(done.cause());
            }
        });
    }

    private EpollSocketChannel prepared(boolean anyPort) {
        EpollSocketChannel channel = new EpollSocketChannel(SocketProtocolFamily.INET);
        EpollSocketChannelConfig config = channel.config();
        Connections.configure(config, session.loop().environment().limits());
        config.setOption(ChannelOption.SO_REUSEADDR, true);
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        config.setOption(EpollChannelOption.IP_TRANSPARENT, true);
        config.setOption(SocketOptions.MARK, SocketOptions.RELAYED);
        if (anyPort) {
            config.setOption(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
            config.setOption(SocketOptions.LOCAL_PORT_RANGE, FOREIGN_PORTS);
        }
        return channel;
    }

    /** Such a failure is known at once, before anything could have been written to the end that is given up. */
    private void ownPortFailed(Throwable cause) {
        if (isTaken(cause)) {
            attempt(new InetSocketAddress(session.clientAddress().getAddress(), 0), this::failed);
        } else {
            failed(cause);
        }
    }

    private void failed(Throwable cause) {
        session.unreachable(
                cause instanceof ConnectTimeoutException ? Refusal.CONNECT_TIMEOUT : Refusal.CONNECT_FAILED);
    }

    /** The port is bound otherwise, or a connection of the same four numbers is still in TIME_WAIT here. */
    private static boolean isTaken(Throwable cause) {
        if (cause instanceof Errors.NativeIoException error) {
            return error.expectedErr() == ADDRESS_IN_USE || error.expectedErr() == ADDRESS_NOT_AVAILABLE;
        }
        // Netty gives the number of a failed connect in the text only.
        return cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("(" + ADDRESS_NOT_AVAILABLE + ")");
    }

    private interface Failed {
        void because(Throwable cause);
    }
}
