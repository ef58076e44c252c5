package org.activerouter.proxy.relay;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/** Where a redirected client wanted to go, as conntrack remembers it. */
final class OriginalDestination {
    static final int BYTES = 16;
    private static final int AF_INET = 2;

    /** The server that the client asked for; null when nobody redirected this connection. */
    static @Nullable Endpoint of(EpollSocketChannel client) {
        try {
            Endpoint asked = parse(client.config().getOption(SocketOptions.ORIGINAL_DESTINATION));
            return isOwn(asked, client.localAddress()) ? null : asked;
        } catch (ChannelException e) {
            // ENOENT: conntrack has no such connection, so nothing was translated.
            return null;
        }
    }

    private static boolean isOwn(@Nullable Endpoint asked, InetSocketAddress local) {
        return asked != null
                && asked.port() == local.getPort()
                && asked.address().equals(local.getAddress());
    }

    /** Reads a {@code sockaddr_in}: the family in the machine's byte order, port and address in the network's. */
    static @Nullable Endpoint parse(ByteBuffer socketAddress) {
        int family = socketAddress.order(ByteOrder.nativeOrder()).getShort(0);
        if (family != AF_INET) {
            return null;
        }
        int port = Short.toUnsignedInt(socketAddress.order(ByteOrder.BIG_ENDIAN).getShort(2));
        byte[] address = new byte[4];
        socketAddress.get(4, address);
        try {
            return new Endpoint(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    private OriginalDestination() {}
}
