package org.activerouter.proxy.takeover;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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

    private final FileDescriptor socket;
    private final ByteBuffer out = ByteBuffer.allocateDirect(DiagMessage.QUESTION_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(MOST_ANSWER_BYTES);

    /** What there was of a socket. */
    enum Found {
        /** Nothing, or nothing any more. */
        GONE,
        /** It has yet to come into TIME_WAIT. */
        ENDING
    }

    private SocketDiag(FileDescriptor socket) {
        this.socket = socket;
    }

    /**
     * Opens it in the calling thread's network namespace.
     *
     * @throws IOException when the kernel has none
     */
    static SocketDiag open() throws IOException {
        // Loads what Netty's descriptors need.
        Epoll.ensureAvailability();
        int descriptor = NetlinkSocket.openSocketDiag();
        if (descriptor < 0) {
            throw new IOException("it has no netlink interface to its sockets");
        }
        return new SocketDiag(new FileDescriptor(descriptor));
    }

    /**
     * Ends a socket that is in TIME_WAIT; any other stays.
     *
     * @throws IOException when the kernel does not do that (before Linux 5.19 or so, or without INET_DIAG_DESTROY), or we may not
     */
    Found endTimeWait(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        out.clear();
        DiagMessage.ask(out, local, remote);
        refuseBut(NONE, exchange());
        return switch (DiagMessage.state(in)) {
            case TIME_WAIT -> destroy(local, remote, DiagMessage.cookie(in));
            case FIN_WAIT_1, FIN_WAIT_2, CLOSING -> Found.ENDING;
            // A listener, too: the kernel gives the one that a packet of this connection would come to.
            default -> Found.GONE;
        };
    }

    private Found destroy(InetSocketAddress local, InetSocketAddress remote, long cookie) throws IOException {
        out.clear();
        DiagMessage.destroy(out, local, remote, cookie);
        refuseBut(NONE, exchange());
        return Found.GONE;
    }

    private int exchange() throws IOException {
        socket.write(out, 0, out.position());
        in.clear();
        return in.limit(Math.max(0, socket.read(in, 0, in.capacity()))).hasRemaining() ? QueueMessage.error(in) : 0;
    }

    private static void refuseBut(int allowed, int error) throws IOException {
        if (error != 0 && error != allowed) {
            throw new IOException("it refuses to end a socket (error " + error + ")");
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }
}
