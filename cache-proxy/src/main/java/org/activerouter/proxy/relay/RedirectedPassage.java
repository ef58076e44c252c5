package org.activerouter.proxy.relay;

import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannelConfig;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/** Marks and transparent addresses, as the rules of {@code netfilter-scripts} expect them. */
final class RedirectedPassage implements Passage {
    /**
     * Ports 20000 to 29999: below what Linux (32768), Windows and BSD (49152) choose for their own connections. A port that the
     * client itself used towards the same server later would lead its packets here. They are chosen here because the kernel,
     * asked with IP_LOCAL_PORT_RANGE, leaves a range aside that lies outside of net.ipv4.ip_local_port_range.
     */
    private static final int FIRST_FOREIGN_PORT = 20_000;

    private static final int FOREIGN_PORTS = 10_000;

    @Override
    public @Nullable Endpoint asked(EpollSocketChannel client) {
        return OriginalDestination.of(client);
    }

    @Override
    public void open(EpollServerSocketChannelConfig listener, boolean wanted) {
        listener.setOption(SocketOptions.MARK, wanted ? SocketOptions.LISTENING : SocketOptions.NONE);
    }

    @Override
    public InetSocketAddress depart(EpollSocketChannelConfig connection, InetSocketAddress client, boolean ownPort) {
        connection.setOption(EpollChannelOption.IP_TRANSPARENT, true);
        connection.setOption(SocketOptions.MARK, SocketOptions.RELAYED);
        return ownPort ? client : new InetSocketAddress(client.getAddress(), foreignPort());
    }

    private static int foreignPort() {
        return FIRST_FOREIGN_PORT + ThreadLocalRandom.current().nextInt(FOREIGN_PORTS);
    }
}
