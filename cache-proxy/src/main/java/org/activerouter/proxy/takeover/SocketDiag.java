package org.activerouter.proxy.takeover;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.activerouter.capture.source.NetlinkSocket;

/** The kernel's list of sockets by its netlink interface ({@code sock_diag}): some microseconds for each. One thread at a time. */
final class SocketDiag implements AutoCloseable {
    private static final int MOST_ANSWER_BYTES = 4096;
    /** {@code ENOENT} of {@code asm-generic/errno-base.h}. */
    private static final int NONE = 2;

    private static final int FIN_WAIT_1 = 4;
    private static final int FIN_WAIT_2 = 5;
    private static final int TIME_WAIT = 6;
    private static final int CLOSING = 11;

    private final NetlinkTalk kernel;

    /** What there was of a socket. */
    enum Found {
        /** Nothing, or nothing any more. */
        GONE,
        /** It has yet to come into TIME_WAIT. */
        ENDING
    }

    private SocketDiag(NetlinkTalk kernel) {
        this.kernel = kernel;
    }

    /**
     * Opens it in the calling thread's network namespace.
     *
     * @throws IOException when the kernel has none
     */
    static SocketDiag open() throws IOException {
        return open(DiagMessage.TCP);
    }

    static SocketDiag open(byte protocol) throws IOException {
        int socket = NetlinkSocket.openSocketDiag();
        SocketDiag list = new SocketDiag(NetlinkTalk.over(socket, DiagMessage.QUESTION_BYTES, MOST_ANSWER_BYTES));
        try {
            list.look(protocol);
            return list;
        } catch (IOException e) {
            list.close();
            throw e;
        }
    }

    private void look(byte protocol) throws IOException {
        kernel.out.clear();
        DiagMessage.askForNone(kernel.out, protocol);
        refuseBut(NONE, kernel.exchange());
        if (!DiagMessage.isDone(kernel.in)) {
            throw new IOException("it does not tell of its sockets (module tcp_diag)");
        }
    }

    /**
     * Ends a socket that is in TIME_WAIT; any other stays.
     *
     * @throws IOException when the kernel does not do that (before Linux 5.19 or so, or without INET_DIAG_DESTROY), or we may not
     */
    Found endTimeWait(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        kernel.out.clear();
        DiagMessage.ask(kernel.out, local, remote);
        refuseBut(NONE, kernel.exchange());
        return switch (DiagMessage.state(kernel.in)) {
            case TIME_WAIT -> destroy(local, remote, DiagMessage.cookie(kernel.in));
            case FIN_WAIT_1, FIN_WAIT_2, CLOSING -> Found.ENDING;
            // A listener, too: the kernel gives the one that a packet of this connection would come to.
            default -> Found.GONE;
        };
    }

    private Found destroy(InetSocketAddress local, InetSocketAddress remote, long cookie) throws IOException {
        kernel.out.clear();
        DiagMessage.destroy(kernel.out, local, remote, cookie);
        refuseBut(NONE, kernel.exchange());
        return Found.GONE;
    }

    private static void refuseBut(int allowed, int error) throws IOException {
        if (error != 0 && error != allowed) {
            throw new IOException("it refuses to end a socket (error " + error + ")");
        }
    }

    @Override
    public void close() {
        kernel.close();
    }
}
