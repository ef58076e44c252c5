package org.activerouter.capture.tcp;

import java.nio.ByteBuffer;

/** A TCP segment in an IPv4 packet without options, as a kernel gives and takes it. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawSegment(byte[] packet) {
    private static final int IP_HEADER = 20;
    private static final int IP_CHECKSUM = 10;
    private static final int TCP_CHECKSUM = IP_HEADER + 16;
    private static final int PROTOCOL_TCP = 6;

    /** With the checksums, without which no kernel listens (RFC 791 section 3.1, RFC 9293 section 3.1). */
    static RawSegment of(Packet segment) {
        byte[] packet = segment.ipv4();
        ByteBuffer b = ByteBuffer.wrap(packet);
        b.putShort(IP_CHECKSUM, checksum(sum(b, 0, IP_HEADER)));
        int pseudoHeader = sum(b, 12, IP_HEADER) + PROTOCOL_TCP + packet.length - IP_HEADER;
        b.putShort(TCP_CHECKSUM, checksum(pseudoHeader + sum(b, IP_HEADER, packet.length)));
        return new RawSegment(packet);
    }

    private static int sum(ByteBuffer b, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            int octet = b.get(i) & 0xFF;
            sum += (i - from) % 2 == 0 ? octet << 8 : octet;
        }
        return sum;
    }

    private static short checksum(int sum) {
        int folded = (sum & 0xFFFF) + (sum >>> 16);
        return (short) ~(folded + (folded >>> 16));
    }

    /** Whether it is a TCP segment to a port at all. */
    boolean isTo(int port) {
        return packet[0] == 0x45 && packet[9] == PROTOCOL_TCP && (header().getShort(2) & 0xFFFF) == port;
    }

    int seq() {
        return header().getInt(4);
    }

    int ack() {
        return header().getInt(8);
    }

    boolean has(int flags) {
        return (header().get(13) & flags) == flags;
    }

    private ByteBuffer header() {
        return ByteBuffer.wrap(packet, IP_HEADER, packet.length - IP_HEADER).slice();
    }
}
