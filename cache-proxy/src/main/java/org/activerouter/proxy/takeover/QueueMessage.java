package org.activerouter.proxy.takeover;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Messages of {@code linux/netfilter/nfnetlink_queue.h}: headers and lengths in the machine's byte order, what stands in them in the
 * network's.
 */
final class QueueMessage {
    /** As many packets as wait at most; more are dropped, as they would be by any queue that is full. */
    static final int MOST_PACKETS = 8192;

    static final int MOST_BYTES = 128;

    private static final int TYPE_CONFIGURE = 0x0302;
    private static final int TYPE_VERDICT_BATCH = 0x0303;
    private static final int TYPE_ERROR = 2;
    private static final int HEADERS = 20;
    private static final int REQUEST = 1;
    private static final int ACKNOWLEDGE = 4;

    private static final int COMMAND = 1;
    private static final int PARAMETERS = 2;
    private static final int MOST = 3;
    private static final int MASK = 4;
    private static final int FLAGS = 5;
    private static final byte BIND = 1;
    private static final byte COPY_PACKET = 2;
    /** Enough for the headers of IP and TCP. */
    private static final int COPIED = 128;

    private static final int TYPE_PACKET = 0x0300;
    private static final int PAYLOAD = 10;
    /** Large packets of offloading cards are not cut. */
    private static final int WHOLE = 4;

    private static final int VERDICT_HEADER = 2;
    private static final int REPEAT = 4;
    /** Packets are numbered from 1: all of them. */
    private static final int LAST = Integer.MAX_VALUE;

    private QueueMessage() {}

    /** Writes: this queue is mine; answered by {@link #error}. */
    static void take(ByteBuffer out, int queue) {
        begin(out, TYPE_CONFIGURE, REQUEST | ACKNOWLEDGE, queue);
        attribute(out, 8, COMMAND).put(BIND).put((byte) 0).putShort((short) 0);
        attribute(out, 9, PARAMETERS).put((byte) 0).put((byte) 0).put((byte) 0).put((byte) COPIED);
        out.put(COPY_PACKET).put((byte) 0).putShort((short) 0);
        number(out, MOST, MOST_PACKETS);
        number(out, MASK, WHOLE);
        number(out, FLAGS, WHOLE);
        end(out);
    }

    /** Writes: all packets that wait go to their rules once more. */
    static void again(ByteBuffer out, int queue) {
        begin(out, TYPE_VERDICT_BATCH, REQUEST, queue);
        attribute(out, 12, VERDICT_HEADER);
        big(out, REPEAT);
        big(out, LAST);
        end(out);
    }

    /** The kernel's error number in an answer; 0 when it did what was asked, or said something else. */
    static int error(ByteBuffer in) {
        in.order(ByteOrder.nativeOrder());
        boolean said = in.limit() >= HEADERS && in.getShort(4) == TYPE_ERROR;
        return said ? -in.getInt(16) : 0;
    }

    /** The beginning of the packet that a message tells of; null if it tells of something else. */
    static @Nullable ByteBuffer packet(ByteBuffer in) {
        in.order(ByteOrder.nativeOrder());
        return in.limit() < HEADERS || in.getShort(4) != TYPE_PACKET
                ? null
                : Attributes.find(in.slice(HEADERS, in.limit() - HEADERS), PAYLOAD);
    }

    private static void begin(ByteBuffer out, int type, int flags, int queue) {
        out.order(ByteOrder.nativeOrder());
        out.putInt(0).putShort((short) type).putShort((short) flags).putInt(0).putInt(0);
        out.put((byte) 0).put((byte) 0).put((byte) (queue >> 8)).put((byte) queue);
    }

    private static void end(ByteBuffer out) {
        out.putInt(0, out.position());
    }

    private static ByteBuffer attribute(ByteBuffer out, int length, int type) {
        return out.putShort((short) length).putShort((short) type);
    }

    private static void number(ByteBuffer out, int type, int value) {
        big(attribute(out, 8, type), value);
    }

    private static void big(ByteBuffer out, int value) {
        out.order(ByteOrder.BIG_ENDIAN).putInt(value).order(ByteOrder.nativeOrder());
    }
}
