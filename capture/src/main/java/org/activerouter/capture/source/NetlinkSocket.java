package org.activerouter.capture.source;

/**
 * A socket by which the kernel's netfilter, or its list of sockets, is asked. It lives here because it needs the C library, as capturing does: neither Java
 * nor Netty can make one. Any thread.
 */
public final class NetlinkSocket {
    private static final int AF_NETLINK = 16;
    /** {@code SOCK_RAW | SOCK_NONBLOCK}: a question is answered before the call that asks it returns. */
    private static final int RAW_NONBLOCKING = 3 | 0x800;

    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int NETLINK_NETFILTER = 12;

    private NetlinkSocket() {}

    /**
     * Opens one to netfilter, in the calling thread's network namespace.
     *
     * @return its descriptor, for the caller to close; negative when the kernel has no such interface
     */
    public static int openNetfilter() {
        return NativeC.socket(AF_NETLINK, RAW_NONBLOCKING, NETLINK_NETFILTER);
    }

    /**
     * Opens one to the list of sockets, in the calling thread's network namespace.
     *
     * @return its descriptor, for the caller to close; negative when the kernel has no such interface
     */
    public static int openSocketDiag() {
        return NativeC.socket(AF_NETLINK, RAW_NONBLOCKING, NETLINK_SOCK_DIAG);
    }
}
