package org.activerouter.proxy.relay;

import io.netty.channel.epoll.EpollServerSocketChannelConfig;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short connections through a relay of its own on the loopback, until what a client's coming and going takes is compiled. When a
 * server is redirected all its clients come at once, and interpreted each of them costs the others milliseconds. Once in a process;
 * counted nowhere.
 */
final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    /** The first compiler wants to see a method 200 times; each connection has two ends. */
    private static final int CONNECTIONS = 400;

    private static final int SILENCE_MILLIS = 1000;
    private static final byte[] MESSAGE = new byte[200];
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private Arrivals() {}

    /** Takes some tenths of a second of a processor, on threads of its own. */
    static void once(RelayLimits limits, ThreadFactory threads) {
        if (!DONE.compareAndSet(false, true)) {
            return;
        }
        LOG.debug("Rehearsing {} arrivals on the loopback", CONNECTIONS);
        try (ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Endpoint server = new Endpoint(listener.getInetAddress(), listener.getLocalPort());
            threads.newThread(() -> serve(listener)).start();
            try (RelayService relay = new RelayService(limits, SessionHandler.RELAY, new Loopback(server), threads)) {
                comeAndGo(relay.serve(server).listeningPort());
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Arrivals were not rehearsed", e);
        }
    }

    private static void serve(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                client.setSoTimeout(SILENCE_MILLIS);
                client.getOutputStream().write(client.getInputStream().readNBytes(MESSAGE.length));
                awaitEnd(client);
            } catch (IOException e) {
                LOG.trace("A rehearsed connection, or the rehearsal, has ended", e);
            }
        }
    }

    private static void awaitEnd(Socket client) throws IOException {
        while (client.getInputStream().read() >= 0) {
            // Nothing more is said here.
        }
    }

    /** Clients end by a reset, which leaves nothing in the kernel; after an end in good order there would be hundreds in TIME_WAIT. */
    private static void comeAndGo(int port) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.setSoLinger(true, 0);
                client.setSoTimeout(SILENCE_MILLIS);
                client.getOutputStream().write(MESSAGE);
                client.getInputStream().readNBytes(MESSAGE.length);
            }
        }
    }

    /** Nobody is redirected here, and strangers find no way through. */
    private record Loopback(Endpoint server) implements Passage {
        @Override
        public @Nullable Endpoint asked(EpollSocketChannel client) {
            return client.remoteAddress().getAddress().isLoopbackAddress() ? server : null;
        }

        @Override
        public void open(EpollServerSocketChannelConfig listener, boolean wanted) {}

        @Override
        public @Nullable InetSocketAddress depart(
                EpollSocketChannelConfig connection, InetSocketAddress client, boolean ownPort) {
            return null;
        }
    }
}
