package org.activerouter.capture.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The file header of a classic pcap file, as far as it decides how the records are read.
 *
 * @param order byte order of every number in the file, the one of the machine that wrote it
 * @param nanosPerUnit nanoseconds in one unit of a stamp's fraction: 1000, or 1 where the magic number says so
 * @param linkType libpcap's DLT number
 * @see <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html">PCAP Capture File Format</a>
 */
record PcapHeader(ByteOrder order, int nanosPerUnit, int linkType) {
    /** Bytes of the file header. */
    static final int BYTES = 24;

    private static final int MAGIC_MICROS = 0xA1B2C3D4;
    private static final int MAGIC_NANOS = 0xA1B23C4D;
    private static final int VERSION_MAJOR_AT = 4;
    private static final int VERSION_MINOR_AT = 6;
    private static final int LINK_TYPE_AT = 20;
    /** The upper bits say whether frames carry a check sequence. */
    private static final int LINK_TYPE_MASK = 0x03FF_FFFF;

    private static final int LINKTYPE_RAW = 101;
    private static final int DLT_RAW = 12;

    /**
     * Reads a header of version 2.4, the only one written since 1998.
     *
     * @param start at least {@link #BYTES} bytes, read from index 0
     * @return empty for anything else: other formats, and the older versions, whose records differ
     */
    static Optional<PcapHeader> parse(ByteBuffer start) {
        return parse(start, ByteOrder.BIG_ENDIAN).or(() -> parse(start, ByteOrder.LITTLE_ENDIAN));
    }

    private static Optional<PcapHeader> parse(ByteBuffer start, ByteOrder order) {
        ByteBuffer header = start.duplicate().order(order);
        int magic = header.getInt(0);
        boolean known = magic == MAGIC_MICROS || magic == MAGIC_NANOS;
        if (!known || header.getShort(VERSION_MAJOR_AT) != 2 || header.getShort(VERSION_MINOR_AT) != 4) {
            return Optional.empty();
        }
        int linkType = dltOfFile(header.getInt(LINK_TYPE_AT) & LINK_TYPE_MASK);
        return Optional.of(new PcapHeader(order, magic == MAGIC_NANOS ? 1 : 1000, linkType));
    }

    /**
     * The DLT number for a file's LINKTYPE number. They are equal but for a handful whose DLT numbers differ between
     * systems; of those only raw IP carries TCP today. libpcap does the same for what it reads.
     */
    private static int dltOfFile(int linkTypeOfFile) {
        return linkTypeOfFile == LINKTYPE_RAW ? DLT_RAW : linkTypeOfFile;
    }
}
