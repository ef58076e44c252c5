package org.activerouter.proxy.takeover;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * What segments that are held tell of their sender.
 *
 * @param flow the sender as the client, the receiver as the server
 * @param sequence the lowest sequence number among them, 0 to 2^32 - 1: these have not reached the receiver, but what is said once more may
 *     have reached it before
 * @param ack the next sequence number that the sender expects, 0 to 2^32 - 1
 * @param bytes of payload in all of them; what is held twice counts twice
 */
record HeldSegment(FlowKey flow, long sequence, long ack, long bytes) {
    private static final int LEAST_IP = 20;
    private static final int LEAST_TCP = 20;
    private static final int TCP = 6;
    private static final int ACK = 0x10;

    /** Reads the beginning of an IPv4 packet; null if there is no such segment in it. */
    static @Nullable HeldSegment read(ByteBuffer packet) {
        packet.order(ByteOrder.BIG_ENDIAN);
        if (packet.limit() < LEAST_IP || packet.get(0) >> 4 != 4 || packet.get(9) != TCP) {
            return null;
        }
        int tcp = headerLength(packet.get(0) & 0xF);
        if (tcp < LEAST_IP || packet.limit() < tcp + LEAST_TCP || (packet.get(tcp + 13) & ACK) == 0) {
            return null;
        }
        FlowKey flow = new FlowKey(endpoint(packet, 12, tcp), endpoint(packet, 16, tcp + 2));
        // Of the whole packet, of which only the beginning is here.
        int headers = tcp + headerLength(packet.get(tcp + 12) >> 4 & 0xF);
        int bytes = Math.max(0, Short.toUnsignedInt(packet.getShort(2)) - headers);
        return new HeldSegment(flow, number(packet, tcp + 4), number(packet, tcp + 8), bytes);
    }

    private static int headerLength(int words) {
        return words * Integer.BYTES;
    }

    private static long number(ByteBuffer packet, int at) {
        return Integer.toUnsignedLong(packet.getInt(at));
    }

    private static Endpoint endpoint(ByteBuffer packet, int address, int port) {
        byte[] bytes = new byte[4];
        packet.get(address, bytes);
        try {
            return new Endpoint(InetAddress.getByAddress(bytes), Short.toUnsignedInt(packet.getShort(port)));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    /** Both together (RFC 9293 section 3.4). */
    HeldSegment with(HeldSegment other) {
        return new HeldSegment(
                flow,
                (int) (other.sequence - sequence) < 0 ? other.sequence : sequence,
                (int) (other.ack - ack) > 0 ? other.ack : ack,
                bytes + other.bytes);
    }
}
