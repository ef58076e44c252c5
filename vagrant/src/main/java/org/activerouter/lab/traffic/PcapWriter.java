package org.activerouter.lab.traffic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a pcap file of Ethernet frames with microsecond stamps, little-endian. One thread.
 *
 * <p>TCP checksums hold the pseudo-header's sum only, as a capture on a host with checksum offload shows them.
 */
final class PcapWriter implements AutoCloseable {
    static final int ETHERNET_BYTES = 14;
    static final int IP_BYTES = 20;
    static final int TCP_BYTES = 20;
    static final int TIMESTAMP_OPTION_BYTES = 12;
    static final int SYN_OPTION_BYTES = 20;
    private static final int RECORD_BYTES = 16;
    private static final int LARGEST_FRAME = 65_600;
    private static final int FLAG_SYN = 0x02;
    private static final long ROUTER_MAC = 0x0200_0000_0001L;
    private static final long HOST_MAC = 0x0200_0000_0002L;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4 << 20);
    private final long startSeconds;
    private long packets;
    private long bytes;
    private int identification;

    PcapWriter(Path path, long startSeconds) throws IOException {
        this.file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        this.startSeconds = startSeconds;
        littleEndian(0xa1b2c3d4);
        buffer.putShort(Short.reverseBytes((short) 2)).putShort(Short.reverseBytes((short) 4));
        littleEndian(0);
        littleEndian(0);
        littleEndian(262_144);
        littleEndian(1);
    }

    /** Frames written so far. */
    long packets() {
        return packets;
    }

    /** Bytes of those frames, without the records' headers. */
    long bytes() {
        return bytes;
    }

    /** One TCP packet between the addresses, stamped with microseconds since the start of the capture. */
    void packet(Segment segment, byte[] payload) throws IOException {
        int options = optionBytes(segment);
        int frame = ETHERNET_BYTES + IP_BYTES + TCP_BYTES + options + segment.length;
        room();
        record(segment.micros, frame);
        ethernet(segment.fromServer);
        ip(segment, frame - ETHERNET_BYTES);
        tcp(segment, options);
        buffer.put(payload, segment.offset, segment.length);
        packets++;
        bytes += frame;
    }

    private static int optionBytes(Segment segment) {
        if ((segment.flags & FLAG_SYN) != 0) {
            return SYN_OPTION_BYTES;
        }
        return segment.timestamps ? TIMESTAMP_OPTION_BYTES : 0;
    }

    private void room() throws IOException {
        if (buffer.remaining() < RECORD_BYTES + LARGEST_FRAME) {
            flush();
        }
    }

    private void record(long micros, int frame) {
        littleEndian((int) (startSeconds + micros / 1_000_000));
        littleEndian((int) (micros % 1_000_000));
        littleEndian(frame);
        littleEndian(frame);
    }

    private void ethernet(boolean fromServer) {
        long to = fromServer ? ROUTER_MAC : HOST_MAC;
        long from = fromServer ? HOST_MAC : ROUTER_MAC;
        buffer.putLong(to << 16 | from >>> 32).putInt((int) from).putShort((short) 0x0800);
    }

    private void ip(Segment segment, int totalLength) {
        int start = buffer.position();
        buffer.putInt(0x4500_0000 | totalLength);
        buffer.putInt((identification++ & 0xffff) << 16 | 0x4000);
        buffer.putInt(0x3f06_0000);
        buffer.putInt(segment.source).putInt(segment.destination);
        int sum = 0;
        for (int i = 0; i < IP_BYTES; i += 2) {
            sum += buffer.getShort(start + i) & 0xffff;
        }
        buffer.putShort(start + 10, (short) ~folded(sum));
    }

    private void tcp(Segment segment, int options) {
        int length = TCP_BYTES + options + segment.length;
        buffer.putShort((short) segment.sourcePort).putShort((short) segment.destinationPort);
        buffer.putInt(segment.sequence).putInt(segment.acknowledgement);
        buffer.putShort((short) (((TCP_BYTES + options) / 4) << 12 | segment.flags));
        buffer.putShort((short) 502);
        buffer.putShort((short) pseudoHeaderSum(segment, length)).putShort((short) 0);
        if (options == SYN_OPTION_BYTES) {
            synOptions(segment);
        } else if (options > 0) {
            buffer.putInt(0x0101_080a).putInt(segment.timestamp).putInt(segment.timestampEcho);
        }
    }

    /** MSS 1460, SACK permitted, time stamps where the session has them, window scale 7. */
    private void synOptions(Segment segment) {
        buffer.putInt(0x0204_05b4);
        if (segment.timestamps) {
            buffer.putInt(0x0402_080a).putInt(segment.timestamp).putInt(segment.timestampEcho);
        } else {
            buffer.putInt(0x0402_0101).putInt(0x0101_0101).putInt(0x0101_0101);
        }
        buffer.putInt(0x0103_0307);
    }

    private static int pseudoHeaderSum(Segment segment, int length) {
        int sum = (segment.source >>> 16) + (segment.source & 0xffff);
        sum += (segment.destination >>> 16) + (segment.destination & 0xffff);
        return folded(sum + 6 + length);
    }

    private static int folded(int sum) {
        int once = (sum & 0xffff) + (sum >>> 16);
        return (once & 0xffff) + (once >>> 16);
    }

    private void littleEndian(int value) {
        buffer.putInt(Integer.reverseBytes(value));
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }
}
