package org.activerouter.proxy.takeover;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.source.NetlinkSocket;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel's connection tracking for single connections, by its netlink interface: some 20 microseconds each. Where it is not
 * to be had it knows of no connection. One thread.
 */
public final class Conntrack implements AutoCloseable {
    private static final int ANSWER_BYTES = 8192;

    private final @Nullable FileDescriptor socket;
    private final ByteBuffer question = ByteBuffer.allocateDirect(ConntrackMessage.QUESTION_BYTES);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER_BYTES);

    private Conntrack(@Nullable FileDescriptor socket) {
        this.socket = socket;
    }

    /** Opens it in the calling thread's network namespace. */
    public static Conntrack open() {
        int descriptor = NetlinkSocket.openNetfilter();
        return new Conntrack(descriptor < 0 ? null : new FileDescriptor(descriptor));
    }

    /**
     * What it knows of a connection.
     *
     * @param flow the connection as either of its ends sees it
     * @return null if it does not know it
     */
    @Nullable
    Tracked find(FlowKey flow) {
        if (socket == null) {
            return null;
        }
        try {
            Tracked asServerSeesIt = ask(socket, flow, true);
            return asServerSeesIt == null ? ask(socket, flow, false) : asServerSeesIt;
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable Tracked ask(FileDescriptor netlink, FlowKey flow, boolean byServer) throws IOException {
        question.clear();
        ConntrackMessage.question(question, flow, byServer);
        netlink.write(question, 0, question.position());
        answer.clear();
        int bytes = netlink.read(answer, 0, answer.capacity());
        return bytes <= 0 ? null : ConntrackMessage.read(answer.limit(bytes), flow.server());
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }
}
