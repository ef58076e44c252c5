package org.activerouter.proxy.takeover;

import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Gives a taken-over connection back: once both sockets have passed on all that they were given, each end stands where the other
 * believes it to stand, and the sockets vanish without a word. What the ends send meanwhile they send again, to each other.
 *
 * <p>Works on the channels of a {@link Replacement}, on their event loop. A call that the kernel refuses throws Netty's
 * {@link io.netty.channel.ChannelException}.
 */
public final class Restoration {
    private static final int SOL_SOCKET = 1;
    private static final int SOL_TCP = 6;
    private static final IntegerUnixChannelOption MARK = new IntegerUnixChannelOption("SO_MARK", SOL_SOCKET, 36);
    private static final IntegerUnixChannelOption REPAIR = new IntegerUnixChannelOption("TCP_REPAIR", SOL_TCP, 19);
    private static final RawUnixChannelOption ATTACH_FILTER =
            new RawUnixChannelOption("SO_ATTACH_FILTER", SOL_SOCKET, 26, 16);
    private static final IntegerUnixChannelOption DETACH_FILTER =
            new IntegerUnixChannelOption("SO_DETACH_FILTER", SOL_SOCKET, 27);
    /** {@code struct tcp_info} up to what has been there since Linux 4.1. */
    private static final RawUnixChannelOption INFO = new RawUnixChannelOption("TCP_INFO", SOL_TCP, 11, 136);

    private static final int STATE_AT = 0;
    private static final int BYTES_ACKED_AT = 120;
    private static final int BYTES_RECEIVED_AT = 128;
    private static final int ESTABLISHED = 1;

    private static final int INSTRUCTIONS = 4;
    private static final int INSTRUCTION_BYTES = 8;
    private static final int LOAD_BYTE = 0x30;
    private static final int JUMP_IF_SET = 0x45;
    private static final int RETURN = 0x06;
    private static final int FLAGS_AT = 13;
    private static final int FIN = 1;

    private static final ByteBuffer PROGRAM = program();

    /**
     * A filter of the socket (classic BPF, beginning at the TCP header) that cuts the data off each segment, so that only its
     * acknowledgement counts, and drops what ends the connection, which has to reach the real end. A segment is never cut below
     * its header.
     */
    private static ByteBuffer program() {
        ByteBuffer program = struct(INSTRUCTIONS * INSTRUCTION_BYTES);
        instruction(program, LOAD_BYTE, 0, 0, FLAGS_AT);
        instruction(program, JUMP_IF_SET, 0, 1, FIN);
        instruction(program, RETURN, 0, 0, 0);
        instruction(program, RETURN, 0, 0, 1);
        return program.flip();
    }

    private static void instruction(ByteBuffer to, int code, int then, int otherwise, int operand) {
        to.putShort((short) code).put((byte) then).put((byte) otherwise).putInt(operand);
    }

    private static ByteBuffer struct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** From now on a socket takes no more data, but still hears that its own arrive. */
    public static void deafen(EpollSocketChannel channel) {
        ByteBuffer filter = struct(ATTACH_FILTER.length());
        filter.putShort((short) INSTRUCTIONS).position(8);
        channel.config()
                .setOption(
                        ATTACH_FILTER,
                        filter.putLong(Buffer.memoryAddress(PROGRAM)).flip());
    }

    /** Takes data again. */
    public static void hear(EpollSocketChannel channel) {
        channel.config().setOption(DETACH_FILTER, 0);
    }

    /**
     * Whether all that a socket has received was read, all that was written to it has arrived, and neither end has finished.
     *
     * @param read bytes read from it since it was taken over
     * @param written bytes written to it since then
     */
    public static boolean isSettled(EpollSocketChannel channel, long read, long written) {
        ByteBuffer info = channel.config().getOption(INFO).order(ByteOrder.nativeOrder());
        return info.get(STATE_AT) == ESTABLISHED
                && info.getLong(BYTES_ACKED_AT) == written
                && info.getLong(BYTES_RECEIVED_AT) == read;
    }

    /** Puts a socket under repair again: it hears and says nothing more. Closed then, it vanishes. */
    public static void silence(EpollSocketChannel channel) {
        channel.config().setOption(MARK, Marks.REPAIR);
        channel.config().setOption(REPAIR, 1);
    }

    private Restoration() {}
}
