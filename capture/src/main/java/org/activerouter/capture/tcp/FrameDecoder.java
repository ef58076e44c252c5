package org.activerouter.capture.tcp;

import java.nio.ByteBuffer;

/**
 * Reads the headers of a frame into a {@link Segment}. What is not a whole TCP segment is counted and left.
 *
 * <p>Few and wide absolute reads: every one is checked against the buffer's bounds. Lengths are compared as written in the headers, since
 * hostile ones are the rule, not the exception.
 */
final class FrameDecoder {
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int TCP = 6;
    private static final int NONE = -1;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int TCP_HEADER = 20;
    /** More tags or extension headers than this is an attack on our time. */
    private static final int MAX_CHAIN = 16;

    /** More than any frame has; a damaged or hostile file may say anything. */
    private static final int MOST_ON_WIRE = 1 << 24;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION = 60;
    private static final int MOBILITY = 135;
    private static final int HOST_IDENTITY = 139;
    private static final int SHIM6 = 140;

    private final Counters counters;
    private final long seed;
    private final TcpOptions options = new TcpOptions();
    private ByteBuffer frames = ByteBuffer.allocate(0);
    private LinkLayer link = LinkLayer.of(-1);
    /** End of what was captured, and of what was on the wire, of the frame at hand. */
    private int capturedEnd;

    private int wireEnd;

    /**
     * A decoder.
     *
     * @param counters takes what is not decoded
     * @param seed makes hashes that an attacker cannot foresee
     */
    FrameDecoder(Counters counters, long seed) {
        this.counters = counters;
        this.seed = seed;
    }

    /** Names where the next frames lie and of what link type they are. */
    void begin(ByteBuffer buffer, int dlt) {
        frames = buffer;
        link = LinkLayer.of(dlt);
    }

    /** Whether the frame is a TCP segment, which the flyweight then describes. */
    boolean decode(int offset, int captured, int wire, Segment segment) {
        int length = wire < captured || wire > MOST_ON_WIRE ? captured : wire;
        counters.packets++;
        counters.bytes += length;
        capturedEnd = offset + captured;
        wireEnd = offset + length;
        int packet = offset + link.headerLength();
        if (!link.readable()) {
            return other();
        }
        if (packet >= capturedEnd) {
            return truncated();
        }
        return link.typeOffset() == LinkLayer.NO_TYPE
                ? byVersion(packet, segment)
                : byType(frames.getShort(offset + link.typeOffset()) & 0xFFFF, packet, segment);
    }

    private boolean byVersion(int packet, Segment segment) {
        return switch (frames.get(packet) >>> 4 & 0xF) {
            case 4 -> ipv4(packet, segment);
            case 6 -> ipv6(packet, segment);
            default -> other();
        };
    }

    private boolean byType(int type, int packet, Segment segment) {
        return switch (type) {
            case IPV4 -> ipv4(packet, segment);
            case IPV6 -> ipv6(packet, segment);
            case 0x8100, 0x88A8, 0x9100 -> tagged(packet, segment);
            default -> other();
        };
    }

    private boolean tagged(int firstTag, Segment segment) {
        int at = firstTag;
        for (int depth = 0; depth < MAX_CHAIN; depth++) {
            if (at + 4 >= capturedEnd) {
                return truncated();
            }
            int type = frames.getShort(at + 2) & 0xFFFF;
            at += 4;
            if (type != 0x8100 && type != 0x88A8 && type != 0x9100) {
                return byType(type, at, segment);
            }
        }
        return malformed();
    }

    private boolean ipv4(int packet, Segment segment) {
        if (capturedEnd - packet < IPV4_HEADER) {
            return truncated();
        }
        int first = frames.getInt(packet);
        int headerLength = first >>> 22 & 0x3C;
        int totalLength = first & 0xFFFF;
        // A total length of 0 is what segmentation offload leaves to the device: the frame itself tells.
        int packetEnd = totalLength == 0 ? wireEnd : packet + totalLength;
        if (first >>> 28 != 4
                || headerLength < IPV4_HEADER
                || packetEnd - packet < headerLength
                || packetEnd > wireEnd) {
            return malformed();
        }
        if ((frames.getInt(packet + 4) & 0x3FFF) != 0) {
            return fragment();
        }
        if (frames.get(packet + 9) != TCP) {
            return other();
        }
        int tcp = packet + headerLength;
        if (!tcp(tcp, packetEnd, segment)) {
            return false;
        }
        long addresses = frames.getLong(packet + 12);
        int ports = frames.getInt(tcp);
        segment.between4((addresses >>> 32) << 16 | (ports >>> 16), (addresses & 0xFFFFFFFFL) << 16 | (ports & 0xFFFF));
        return keyed(segment);
    }

    private boolean ipv6(int packet, Segment segment) {
        if (capturedEnd - packet < IPV6_HEADER) {
            return truncated();
        }
        int payloadLength = frames.getShort(packet + 4) & 0xFFFF;
        int packetEnd = payloadLength == 0 ? wireEnd : packet + IPV6_HEADER + payloadLength;
        if (frames.get(packet) >>> 4 != 6 || packetEnd > wireEnd) {
            return malformed();
        }
        int tcp = transport(packet, packetEnd);
        if (tcp < 0 || !tcp(tcp, packetEnd, segment)) {
            return false;
        }
        segment.between6(
                frames.getLong(packet + 8),
                frames.getLong(packet + 16),
                frames.getLong(packet + 24),
                frames.getLong(packet + 32),
                frames.getInt(tcp));
        return keyed(segment);
    }

    /** Where the TCP header lies behind all extension headers (RFC 8200 section 4); {@link #NONE}, counted, if there is none. */
    private int transport(int packet, int packetEnd) {
        int type = frames.get(packet + 6) & 0xFF;
        int at = packet + IPV6_HEADER;
        for (int depth = 0; type != TCP; depth++) {
            if (!isExtension(type)) {
                other();
                return NONE;
            }
            if (depth == MAX_CHAIN || at + 8 > packetEnd) {
                malformed();
                return NONE;
            }
            if (at + 8 > capturedEnd) {
                truncated();
                return NONE;
            }
            // A fragment header without offset and more-flag is a whole packet (RFC 6946).
            if (type == FRAGMENT && (frames.getShort(at + 2) & 0xFFF9) != 0) {
                fragment();
                return NONE;
            }
            int length = extensionLength(type, frames.get(at + 1) & 0xFF);
            type = frames.get(at) & 0xFF;
            at += length;
        }
        return at;
    }

    private static boolean isExtension(int type) {
        return switch (type) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION, MOBILITY, HOST_IDENTITY, SHIM6 -> true;
            default -> false;
        };
    }

    private static int extensionLength(int type, int units) {
        return switch (type) {
            case FRAGMENT -> 8;
            case AUTHENTICATION -> (units + 2) * 4;
            default -> (units + 1) * 8;
        };
    }

    private boolean tcp(int tcp, int packetEnd, Segment segment) {
        if (packetEnd - tcp < TCP_HEADER) {
            return malformed();
        }
        if (capturedEnd - tcp < TCP_HEADER) {
            return truncated();
        }
        long numbers = frames.getLong(tcp + 4);
        int rest = frames.getInt(tcp + 12);
        int headerLength = rest >>> 26 & 0x3C;
        if (headerLength < TCP_HEADER || headerLength > packetEnd - tcp) {
            return malformed();
        }
        if (headerLength > capturedEnd - tcp) {
            return truncated();
        }
        int payload = tcp + headerLength;
        segment.seq = (int) (numbers >>> 32);
        segment.ack = (int) numbers;
        segment.flags = rest >>> 16 & 0xFF;
        segment.window = rest & 0xFFFF;
        segment.payload = payload;
        segment.length = packetEnd - payload;
        segment.captured = Math.min(segment.length, Math.max(0, capturedEnd - payload));
        if (segment.captured < segment.length) {
            counters.truncated++;
        }
        options.read(frames, tcp + TCP_HEADER, payload, segment);
        return true;
    }

    /** Storing a reference costs the garbage collector's barrier, and it is nearly always the same one: hence the identity check. */
    @SuppressWarnings("ReferenceEquality")
    private boolean keyed(Segment segment) {
        if (segment.fromItselfToItself()) {
            return malformed();
        }
        if (segment.frames != frames) {
            segment.frames = frames;
        }
        segment.hash = hash(segment);
        counters.segments++;
        return true;
    }

    /** Multiplications by odd constants mix upwards, the shifts bring the mixed bits down again. Never 0. */
    private int hash(Segment s) {
        long h = (s.aBottom ^ seed) * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 32) ^ s.bBottom) * 0xC2B2AE3D27D4EB4FL;
        if (s.ipv6) {
            h = (h ^ (h >>> 32) ^ s.aTop) * 0x9E3779B97F4A7C15L;
            h = (h ^ (h >>> 32) ^ s.bTop) * 0xC2B2AE3D27D4EB4FL;
        }
        h = (h ^ (h >>> 32) ^ s.ports) * 0x165667B19E3779F9L;
        int folded = (int) (h >>> 32);
        return folded == 0 ? 1 : folded;
    }

    private boolean other() {
        counters.otherFrames++;
        return false;
    }

    private boolean truncated() {
        counters.truncated++;
        return false;
    }

    private boolean malformed() {
        counters.malformed++;
        return false;
    }

    private boolean fragment() {
        counters.fragments++;
        return false;
    }
}
