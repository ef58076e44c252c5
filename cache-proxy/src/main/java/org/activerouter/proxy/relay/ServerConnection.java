package org.activerouter.proxy.relay;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Errors;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;
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

    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    /** The client's own port, then others: that so many are all taken does not happen by chance. */
    private static final int MOST_ATTEMPTS = 8;

    private final Session session;
    private final InetSocketAddress upstream;
    private int attempts;

    private ServerConnection(Session session, Endpoint upstream) {
        this.session = session;
        this.upstream = new InetSocketAddress(upstream.address(), upstream.port());
    }

    static void open(Session session, Endpoint upstream) {
        new ServerConnection(session, upstream).attempt();
    }

    private void attempt() {
        attempts++;
        try {
            EpollSocketChannel channel = new EpollSocketChannel(SocketProtocolFamily.INET);
            connect(channel, prepare(channel));
        } catch (ChannelException e) {
            LOG.warn("Cannot make a connection to {} in the name of {}", upstream, session.clientAddress(), e);
            session.unreachable(Refusal.INTERNAL);
        }
    }

    private @Nullable InetSocketAddress prepare(EpollSocketChannel channel) {
        EpollSocketChannelConfig config = channel.config();
        SessionEnvironment environment = session.loop().environment();
        try {
            Connections.configure(config, environment.limits());
            config.setReuseAddress(true);
            config.setKeepAlive(true);
            return environment.passage().depart(config, session.clientAddress(), attempts == 1);
        } catch (ChannelException e) {
            channel.unsafe().closeForcibly();
            throw e;
        }
    }

    private void connect(EpollSocketChannel channel, @Nullable InetSocketAddress local) {
        End end = session.connecting(channel);
        channel.pipeline().addLast(end);
        session.loop().eventLoop().register(channel);
        channel.connect(upstream, local).addListener((ChannelFuture done) -> {
            if (!done.isSuccess() && !end.gone()) {
                end.abandon();
                failed(done.cause());
            }
        });
    }

    /** That a port is taken is known at once, before anything could have been written to the end that is given up. */
    private void failed(Throwable cause) {
        if (isTaken(cause) && attempts < MOST_ATTEMPTS) {
            attempt();
        } else {
            session.unreachable(
                    cause instanceof ConnectTimeoutException ? Refusal.CONNECT_TIMEOUT : Refusal.CONNECT_FAILED);
        }
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
}
