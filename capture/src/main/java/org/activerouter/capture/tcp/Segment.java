package org.activerouter.capture.tcp;

import java.nio.ByteBuffer;

/**
 * What the headers of one TCP segment say: a flyweight that {@link FrameDecoder} fills again and again.
 *
 * <p>The two ends of the connection are called a and b without regard to who sends: a is the one with the lower address
 * and port, so both directions have the same key. An IPv4 address stands, with its port below it, in the bottom half.
 */
final class Segment {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    /** Not flags of the header but options that any segment may have: a signature (RFC 2385, RFC 5925), MPTCP (RFC 8684). */
    static final int SIGNED = 0x100;

    static final int MULTIPATH = 0x200;

    /** The flags that change what a connection is; urgent and push do not. */
    static final int CONTROL = FIN | SYN | RST | ACK | SIGNED | MULTIPATH;

    /** The window scale of a SYN that does not offer one. */
    static final int NO_SCALE = -1;

    ByteBuffer frames = ByteBuffer.allocate(0);
    long nanos;

    boolean ipv6;
    boolean fromA;
    long aTop;
    long aBottom;
    long bTop;
    long bBottom;
    int ports;
    int hash;

    int seq;
    int ack;
    int flags;
    int window;
    /** Bytes of payload on the wire. */
    int length;
    /** Those of them that were captured. */
    int captured;
    /** Where they lie in {@link #frames}. */
    int payload;

    boolean stamped;
    int stampValue;

    /** Options of a SYN; not set for other segments. */
    int mss;

    int scale;
    boolean sackPermitted;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** The sequence number after this segment; SYN and FIN take one each. */
    int end() {
        return seq + length + (flags & FIN) + ((flags & SYN) >>> 1);
    }

    /** The sequence number of the first byte of payload. */
    int dataSeq() {
        return seq + ((flags & SYN) >>> 1);
    }

    /** The sequence number of the FIN, if it has one. */
    int finSeq() {
        return dataSeq() + length;
    }

    /** Names the ends of an IPv4 segment: address times 2^16 plus port each. */
    void between4(long source, long destination) {
        ipv6 = false;
        fromA = source < destination;
        aTop = 0;
        bTop = 0;
        aBottom = fromA ? source : destination;
        bBottom = fromA ? destination : source;
        ports = (int) ((aBottom & 0xFFFF) << 16) | (int) (bBottom & 0xFFFF);
    }

    /** Names the ends of an IPv6 segment. */
    void between6(long sourceTop, long sourceBottom, long destinationTop, long destinationBottom, int rawPorts) {
        ipv6 = true;
        int swapped = Integer.rotateRight(rawPorts, 16);
        int order = Long.compareUnsigned(sourceTop, destinationTop);
        order = order != 0 ? order : Long.compareUnsigned(sourceBottom, destinationBottom);
        order = order != 0 ? order : Integer.compareUnsigned(rawPorts, swapped);
        fromA = order < 0;
        aTop = fromA ? sourceTop : destinationTop;
        aBottom = fromA ? sourceBottom : destinationBottom;
        bTop = fromA ? destinationTop : sourceTop;
        bBottom = fromA ? destinationBottom : sourceBottom;
        ports = fromA ? rawPorts : swapped;
    }

    /** Whether both ends are one and the same, so that nobody can tell who sends. */
    boolean fromItselfToItself() {
        return aBottom == bBottom && aTop == bTop && ports >>> 16 == (ports & 0xFFFF);
    }
}
