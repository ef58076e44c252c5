package org.activerouter.analyzer.golden;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads and rewrites one recorded frame: Ethernet, IPv4, TCP. Checksums are left as they are, which on loopback means: not
 * computed.
 */
final class Ipv4Segment {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PUSH = 0x08;
    static final int ACK = 0x10;

    static final int ETHERNET_HEADER = 14;
    private static final int OPTION_SACK = 5;

    private final RecordedFrame frame;
    private final ByteBuffer bytes;
    private final int tcp;

    private Ipv4Segment(RecordedFrame frame) {
        this.frame = frame;
        this.bytes = ByteBuffer.wrap(frame.bytes());
        this.tcp = ETHERNET_HEADER + (bytes.get(ETHERNET_HEADER) & 0xF) * 4;
    }

    static Ipv4Segment of(RecordedFrame frame) {
        return new Ipv4Segment(frame);
    }

    /** One direction of one connection. */
    record Way(int fromAddress, int fromPort, int toAddress, int toPort) {
        Way back() {
            return new Way(
                    /* fromAddress= */ toAddress,
                    /* fromPort= */ toPort,
                    /* toAddress= */ fromAddress,
                    /* toPort= */ fromPort);
        }
    }

    Way way() {
        return new Way(
                bytes.getInt(ETHERNET_HEADER + 12),
                bytes.getShort(tcp) & 0xFFFF,
                bytes.getInt(ETHERNET_HEADER + 16),
                bytes.getShort(tcp + 2) & 0xFFFF);
    }

    int sequence() {
        return bytes.getInt(tcp + 4);
    }

    boolean has(int flag) {
        return (bytes.get(tcp + 13) & flag) != 0;
    }

    int payloadLength() {
        return ETHERNET_HEADER + (bytes.getShort(ETHERNET_HEADER + 2) & 0xFFFF) - payloadOffset();
    }

    private int payloadOffset() {
        return tcp + (bytes.get(tcp + 12) >> 4 & 0xF) * 4;
    }

    /** The part of it that carries payload bytes {@code from} to {@code to}; FIN and PUSH stay with the last. */
    RecordedFrame cut(int from, int to) {
        int header = payloadOffset();
        byte[] piece = Arrays.copyOf(frame.bytes(), header + to - from);
        System.arraycopy(frame.bytes(), header + from, piece, header, to - from);
        ByteBuffer rewritten = ByteBuffer.wrap(piece);
        rewritten.putShort(ETHERNET_HEADER + 2, (short) (piece.length - ETHERNET_HEADER));
        rewritten.putInt(tcp + 4, sequence() + from);
        if (to < payloadLength()) {
            rewritten.put(tcp + 13, (byte) (rewritten.get(tcp + 13) & ~(FIN | PUSH)));
        }
        return frame.with(piece);
    }

    /** The same with sequence numbers moved: those of its sender by one distance, those it acknowledges by another. */
    RecordedFrame moved(int own, int peers) {
        ByteBuffer rewritten = ByteBuffer.wrap(frame.bytes().clone());
        rewritten.putInt(tcp + 4, sequence() + own);
        if (has(ACK)) {
            rewritten.putInt(tcp + 8, rewritten.getInt(tcp + 8) + peers);
        }
        moveSelectiveAcknowledgements(rewritten, peers);
        return frame.with(rewritten.array());
    }

    private void moveSelectiveAcknowledgements(ByteBuffer rewritten, int distance) {
        int at = tcp + 20;
        while (at < payloadOffset() && rewritten.get(at) != 0) {
            int length = rewritten.get(at) == 1 ? 1 : rewritten.get(at + 1);
            if (rewritten.get(at) == OPTION_SACK) {
                for (int edge = at + 2; edge < at + length; edge += 4) {
                    rewritten.putInt(edge, rewritten.getInt(edge) + distance);
                }
            }
            at += length;
        }
    }

    /** The IPv4 packet, without what came before it. */
    byte[] packet() {
        return Arrays.copyOfRange(frame.bytes(), ETHERNET_HEADER, frame.bytes().length);
    }

    /** TCP header and payload, without what came before them and after them. */
    byte[] segment() {
        return Arrays.copyOfRange(frame.bytes(), tcp, payloadOffset() + payloadLength());
    }
}
