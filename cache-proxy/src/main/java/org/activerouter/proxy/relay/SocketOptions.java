package org.activerouter.proxy.relay;

import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;

/**
 * Socket options that Netty has no name for, with the numbers of {@code linux/socket.h}, {@code linux/in.h} and
 * {@code linux/netfilter_ipv4.h} on x86-64 and arm64. The marks are those that the rules in {@code netfilter-scripts} look for.
 */
final class SocketOptions {
    private static final int SOL_IP = 0;
    private static final int SOL_SOCKET = 1;
    private static final int SOL_TCP = 6;

    /** Four bits that tell the kernel's rules whose socket it is. */
    static final IntegerUnixChannelOption MARK = new IntegerUnixChannelOption("SO_MARK", SOL_SOCKET, 36);

    /** A {@code sockaddr_in}: where the client wanted to go. */
    static final RawUnixChannelOption ORIGINAL_DESTINATION =
            new RawUnixChannelOption("SO_ORIGINAL_DST", SOL_IP, 80, OriginalDestination.BYTES);

    /** Set on a listener they are inherited by what it accepts, which spares calls for each connection. */
    static final IntegerUnixChannelOption NO_DELAY = new IntegerUnixChannelOption("TCP_NODELAY", SOL_TCP, 1);

    static final IntegerUnixChannelOption KEEP_ALIVE = new IntegerUnixChannelOption("SO_KEEPALIVE", SOL_SOCKET, 9);

    /** What is urgent stays in its place among the other bytes; else the kernel takes it out of them. */
    static final IntegerUnixChannelOption URGENT_INLINE = new IntegerUnixChannelOption("SO_OOBINLINE", SOL_SOCKET, 10);

    /** The redirect works only while a listener with this mark exists. */
    static final int LISTENING = 0x8000000;

    /** A connection to a server in a client's name: conntrack keeps it in a zone of its own. */
    static final int RELAYED = 0x3000000;

    /** No mark: the redirect passes this listener by. */
    static final int NONE = 0;

    private SocketOptions() {}
}
