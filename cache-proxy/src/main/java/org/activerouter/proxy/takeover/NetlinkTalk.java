package org.activerouter.proxy.takeover;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Questions to the kernel by a netlink socket, each answered before the next: some microseconds. One thread at a time. */
final class NetlinkTalk implements AutoCloseable {
    /** The question, to be written after {@code clear}; the answer, after {@link #exchange}. */
    final ByteBuffer out;

    final ByteBuffer in;
    private final FileDescriptor socket;

    private NetlinkTalk(FileDescriptor socket, int mostOut, int mostIn) {
        this.socket = socket;
        out = ByteBuffer.allocateDirect(mostOut);
        in = ByteBuffer.allocateDirect(mostIn);
    }

    /**
     * Takes over a socket of {@link org.activerouter.capture.source.NetlinkSocket}.
     *
     * @param mostOut bytes of a question at most
     * @param mostIn bytes of an answer at most
     * @throws IOException when there is none
     */
    static NetlinkTalk over(int descriptor, int mostOut, int mostIn) throws IOException {
        // Loads what Netty's descriptors need.
        Epoll.ensureAvailability();
        if (descriptor < 0) {
            throw new IOException("the kernel has no such netlink interface");
        }
        return new NetlinkTalk(new FileDescriptor(descriptor), mostOut, mostIn);
    }

    /** Sends the question and reads its answer; the error in that, 0 if there is none. */
    int exchange() throws IOException {
        socket.write(out, 0, out.position());
        in.clear();
        return in.limit(Math.max(0, socket.read(in, 0, in.capacity()))).hasRemaining() ? QueueMessage.error(in) : 0;
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
