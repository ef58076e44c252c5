package org.activerouter.proxy.takeover;

import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A TCP socket that becomes one end of a connection which is already there (Linux's TCP_REPAIR): nothing is sent while it is made.
 * While it is under repair the rules of {@code netfilter-scripts} drop its packets, so that the kernel does not answer for it.
 */
final class RepairSocket extends Socket {
    private static final int SOL_IP = 0;
    private static final int SOL_SOCKET = 1;
    private static final int SOL_TCP = 6;
    private static final int IP_OPTIONS = 4;
    private static final int IP_TRANSPARENT = 19;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_MARK = 36;
    private static final int TCP_REPAIR = 19;
    private static final int TCP_REPAIR_QUEUE = 20;
    private static final int TCP_QUEUE_SEQ = 21;
    private static final int TCP_REPAIR_OPTIONS = 22;
    private static final int TCP_TIMESTAMP = 24;
    private static final int TCP_NOTSENT_LOWAT = 25;
    private static final int TCP_REPAIR_WINDOW = 29;
    /** What the kernel takes beyond what it may send now: a connection can be given back only when all of that has arrived. */
    private static final int MOST_UNSENT = 64 << 10;

    /** Fits into what a socket has from the start. */
    private static final int SMALL_WINDOW = 64 << 10;
    /** More than systems offer by themselves; a window is told by the ends, who need not be honest. */
    private static final int LARGEST_WINDOW = 8 << 20;

    private static final int RECEIVE_QUEUE = 1;
    private static final int SEND_QUEUE = 2;

    private static final int OPTION_MSS = 2;
    private static final int OPTION_WINDOW_SCALE = 3;
    private static final int OPTION_SACK_PERMITTED = 4;
    private static final int OPTION_TIMESTAMPS = 8;
    private static final int MOST_OPTIONS = 4;

    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private RepairSocket(int descriptor) {
        super(descriptor);
    }

    /**
     * Makes one, under repair, with all that does not depend on where the connection stands; {@link #stand} follows.
     *
     * @throws IOException when the kernel refuses; nothing is left then
     */
    static RepairSocket at(InetSocketAddress local) throws IOException {
        RepairSocket socket = new RepairSocket(newSocketStream0(SocketProtocolFamily.INET));
        try {
            socket.prepare(local);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void prepare(InetSocketAddress local) throws IOException {
        setReuseAddress(true);
        setIntOpt(SOL_IP, IP_TRANSPARENT, 1);
        setIntOpt(SOL_SOCKET, SO_MARK, Marks.REPAIR);
        setIntOpt(SOL_TCP, TCP_REPAIR, 1);
        setTcpNoDelay(true);
        setKeepAlive(true);
        setIntOpt(SOL_TCP, TCP_NOTSENT_LOWAT, MOST_UNSENT);
        bind(local);
    }

    /**
     * Becomes one end of the connection, still under repair: packets for it find it from here on, and go no further. Once.
     *
     * @throws IOException when the kernel refuses; then it is to be closed
     */
    void stand(Half half) throws IOException {
        connect(half);
        agree(half);
        repeat(half.repeated());
    }

    private void connect(Half half) throws IOException {
        // What the peer may have under way must find room, or it is dropped again and again while the peer waits longer
        // each time.
        if (half.ownWindow() > SMALL_WINDOW) {
            setIntOpt(SOL_SOCKET, SO_RCVBUFFORCE, Math.min(half.ownWindow(), LARGEST_WINDOW));
        }
        sequence(SEND_QUEUE, half.sendSequence());
        sequence(RECEIVE_QUEUE, half.receiveSequence());
        connect(half.remote());
    }

    private void sequence(int queue, long next) throws IOException {
        setIntOpt(SOL_TCP, TCP_REPAIR_QUEUE, queue);
        setIntOpt(SOL_TCP, TCP_QUEUE_SEQ, (int) next);
    }

    /** What the two ends said in their handshake, and where they are since. */
    private void agree(Half half) throws IOException {
        setRawOpt(SOL_TCP, TCP_REPAIR_OPTIONS, options(half));
        // Setting IP options makes the kernel work out anew how large a segment may be; else it stays at 524 bytes.
        setRawOpt(SOL_IP, IP_OPTIONS, NOTHING.duplicate());
        if (half.timestamp().isPresent()) {
            setIntOpt(SOL_TCP, TCP_TIMESTAMP, (int) half.timestamp().getAsLong());
        }
        setRawOpt(SOL_TCP, TCP_REPAIR_WINDOW, window(half));
    }

    /** What is written under repair counts as sent. */
    private void repeat(ByteBuffer sent) throws IOException {
        if (!sent.hasRemaining()) {
            return;
        }
        if (sent.remaining() > SMALL_WINDOW / 4) {
            setIntOpt(SOL_SOCKET, SO_SNDBUFFORCE, Math.min(4 * sent.remaining(), LARGEST_WINDOW));
        }
        setIntOpt(SOL_TCP, TCP_REPAIR_QUEUE, SEND_QUEUE);
        ByteBuffer bytes = ByteBuffer.allocateDirect(sent.remaining())
                .put(sent.duplicate())
                .flip();
        while (bytes.hasRemaining()) {
            int taken = write(bytes, bytes.position(), bytes.limit());
            if (taken <= 0) {
                throw new IOException("what its client has under way is too much for the kernel");
            }
            bytes.position(bytes.position() + taken);
        }
    }

    private static ByteBuffer options(Half half) {
        ByteBuffer options = struct(MOST_OPTIONS * 2);
        options.putInt(OPTION_MSS).putInt(half.mss());
        Half.Scaling scaling = half.scaling();
        if (scaling != null) {
            options.putInt(OPTION_WINDOW_SCALE).putInt(scaling.peer() | scaling.own() << 16);
        }
        if (half.sack()) {
            options.putInt(OPTION_SACK_PERMITTED).putInt(0);
        }
        if (half.timestamp().isPresent()) {
            options.putInt(OPTION_TIMESTAMPS).putInt(0);
        }
        return options.flip();
    }

    /** {@code struct tcp_repair_window}: snd_wl1, snd_wnd, max_window, rcv_wnd, rcv_wup. */
    private static ByteBuffer window(Half half) {
        int received = (int) half.receiveSequence();
        return struct(5)
                .putInt(received)
                .putInt(half.peerWindow())
                .putInt(half.peerWindow())
                .putInt(half.ownWindow())
                .putInt(received)
                .flip();
    }

    private static ByteBuffer struct(int words) {
        return ByteBuffer.allocate(words * Integer.BYTES).order(ByteOrder.nativeOrder());
    }

    /**
     * Ends the repair. The kernel sends a window probe at once, which tells the peer where we are and us where it is.
     *
     * @param mark what the rules are to know it by from now on
     */
    void live(int mark) throws IOException {
        setIntOpt(SOL_SOCKET, SO_MARK, mark);
        setIntOpt(SOL_TCP, TCP_REPAIR, 0);
        // The kernel forgets it with the repair; without it nobody could listen on this port again.
        setReuseAddress(true);
    }
}
