package org.activerouter.proxy.relay;

import io.netty.channel.epoll.EpollServerSocketChannelConfig;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.net.InetSocketAddress;
import org.activerouter.capture.Endpoint;

/** Everyone who comes asks for one server, which sees connections of this machine: needs neither rules nor root. */
public record LoopbackPassage(Endpoint server) implements Passage {
    @Override
    public Endpoint asked(EpollSocketChannel client) {
        return server;
    }

    @Override
    public void open(EpollServerSocketChannelConfig listener, boolean wanted) {}

    @Override
    public InetSocketAddress depart(EpollSocketChannelConfig connection, InetSocketAddress client, boolean ownPort) {
        return null;
    }
}
