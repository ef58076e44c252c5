package org.activerouter.proxy.relay;

import io.netty.channel.epoll.EpollServerSocketChannelConfig;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.net.InetSocketAddress;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/** How clients come in and how servers are reached: all that depends on the kernel's redirect. Any thread. */
public interface Passage {
    /** Through the rules of {@code netfilter-scripts}: clients are redirected, servers see the client's address and port. */
    Passage REDIRECTED = new RedirectedPassage();

    /** The server that a client asked for; null when nobody sent it here. */
    @Nullable
    Endpoint asked(EpollSocketChannel client);

    /** Lets clients be sent to a listener, or past it to their server. */
    void open(EpollServerSocketChannelConfig listener, boolean wanted);

    /**
     * Prepares a connection to a server in a client's name.
     *
     * @param ownPort whether the client's own port is to be used, or another because that is taken
     * @return the address to bind; null for any
     */
    @Nullable
    InetSocketAddress depart(EpollSocketChannelConfig connection, InetSocketAddress client, boolean ownPort);
}
