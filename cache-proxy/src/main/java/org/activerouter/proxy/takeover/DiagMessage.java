package org.activerouter.proxy.takeover;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Messages of {@code linux/sock_diag.h} and {@code linux/inet_diag.h} about one TCP socket ({@code inet_diag_req_v2}): headers in the
 * machine's byte order, addresses and ports in the network's.
 */
final class DiagMessage {
    static final int QUESTION_BYTES = 72;

    private static final int TYPE_BY_FAMILY = 20;
    private static final int TYPE_DESTROY = 21;
    private static final int REQUEST = 1;
    private static final int ACKNOWLEDGE = 4;
    private static final int DUMP = 0x300;
    private static final int TYPE_DONE = 3;
    private static final byte AF_INET = 2;
    static final byte TCP = 6;
    private static final int ALL_STATES = -1;
    private static final int NO_STATES = 0;
    /** Of an address with room for IPv6. */
    private static final int REST_OF_ADDRESS = 12;
    /** Whichever socket it is. */
    private static final long NO_COOKIE = -1;

    private static final int PROTOCOL_AT = 17;
    private static final int STATES_AT = 20;
    private static final int DONE_BYTES = 20;
    private static final int DONE_ERROR_AT = 16;

    private static final int STATE_AT = 17;
    private static final int COOKIE_AT = 60;
    private static final int ANSWER_BYTES = 88;

    private DiagMessage() {}

    /**
     * Writes: all sockets in none of the states. A kernel that does not tell of sockets says of each that there is none, so this is asked
     * first; answered by {@link #isDone}.
     */
    static void askForNone(ByteBuffer out, byte protocol) {
        InetSocketAddress any = new InetSocketAddress("0.0.0.0", 0);
        write(out, TYPE_BY_FAMILY, REQUEST | DUMP, any, any, NO_COOKIE);
        out.put(PROTOCOL_AT, protocol).putInt(STATES_AT, NO_STATES);
    }

    /** Whether an answer says that it has been told of all sockets, without an error. */
    static boolean isDone(ByteBuffer in) {
        in.order(ByteOrder.nativeOrder());
        return in.limit() >= DONE_BYTES && in.getShort(4) == TYPE_DONE && in.getInt(DONE_ERROR_AT) == 0;
    }

    /** Writes: in which state is this socket? Answered by {@link #state}, or an error. */
    static void ask(ByteBuffer out, InetSocketAddress local, InetSocketAddress remote) {
        write(out, TYPE_BY_FAMILY, REQUEST, local, remote, NO_COOKIE);
    }

    /**
     * Writes: this socket is to end. Answered by an error, which may be 0.
     *
     * @param cookie of that very socket, from {@link #cookie}: another may have come into its place
     */
    static void destroy(ByteBuffer out, InetSocketAddress local, InetSocketAddress remote, long cookie) {
        write(out, TYPE_DESTROY, REQUEST | ACKNOWLEDGE, local, remote, cookie);
    }

    private static void write(
            ByteBuffer out, int type, int flags, InetSocketAddress local, InetSocketAddress remote, long cookie) {
        out.order(ByteOrder.nativeOrder());
        out.putInt(QUESTION_BYTES).putShort((short) type).putShort((short) flags);
        out.putInt(0).putInt(0);
        out.put(AF_INET).put(TCP).putShort((short) 0).putInt(ALL_STATES);
        port(out, local);
        port(out, remote);
        address(out, local);
        address(out, remote);
        out.putInt(0).putLong(cookie);
    }

    private static void port(ByteBuffer out, InetSocketAddress of) {
        out.put((byte) (of.getPort() >> 8)).put((byte) of.getPort());
    }

    private static void address(ByteBuffer out, InetSocketAddress of) {
        out.put(of.getAddress().getAddress()).put(new byte[REST_OF_ADDRESS]);
    }

    /** The state in an answer, as in {@code net/tcp_states.h}; 0 if it tells of none. */
    static int state(ByteBuffer in) {
        in.order(ByteOrder.nativeOrder());
        return in.limit() < ANSWER_BYTES || in.getShort(4) != TYPE_BY_FAMILY ? 0 : in.get(STATE_AT);
    }

    /** What tells the socket of an answer that has a {@link #state} from all others. */
    static long cookie(ByteBuffer in) {
        return in.getLong(COOKIE_AT);
    }
}
