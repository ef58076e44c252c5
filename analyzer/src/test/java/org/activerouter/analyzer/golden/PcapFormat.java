package org.activerouter.analyzer.golden;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Capture files as tcpdump writes them (draft-ietf-opsawg-pcap), independent of the product's reader.
 *
 * @param order of the bytes of every number
 * @param nanoseconds whether stamps have nine digits after the second; else six
 */
record PcapFormat(ByteOrder order, boolean nanoseconds) {
    private static final int MICRO_MAGIC = 0xA1B2C3D4;
    private static final int NANO_MAGIC = 0xA1B23C4D;
    private static final int FILE_HEADER = 24;
    private static final int FRAME_HEADER = 16;
    private static final int SNAP_LENGTH = 262_144;
    private static final int DLT_RAW = 12;
    private static final int LINKTYPE_RAW = 101;

    /** A recorded capture: little-endian, microseconds. */
    static Recording read(String name) {
        try (InputStream in = PcapFormat.class.getResourceAsStream("/captures/" + name)) {
            return parse(ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Recording parse(ByteBuffer file) {
        if (file.getInt(0) != MICRO_MAGIC) {
            throw new AssertionError("not a little-endian capture with microseconds");
        }
        List<RecordedFrame> frames = new ArrayList<>();
        int at = FILE_HEADER;
        while (at < file.limit()) {
            long nanos = file.getInt(at) * 1_000_000_000L + file.getInt(at + 4) * 1_000L;
            byte[] bytes = new byte[file.getInt(at + 8)];
            file.get(at + FRAME_HEADER, bytes);
            frames.add(new RecordedFrame(bytes, nanos));
            at += FRAME_HEADER + bytes.length;
        }
        return new Recording(file.getInt(20), frames);
    }

    void write(Recording recording, Path file) throws IOException {
        int size = recording.frames().stream()
                .mapToInt(frame -> FRAME_HEADER + frame.bytes().length)
                .sum();
        ByteBuffer out = ByteBuffer.allocate(FILE_HEADER + size).order(order);
        out.putInt(nanoseconds ? NANO_MAGIC : MICRO_MAGIC).putShort((short) 2).putShort((short) 4);
        out.putLong(0)
                .putInt(SNAP_LENGTH)
                .putInt(recording.linkType() == DLT_RAW ? LINKTYPE_RAW : recording.linkType());
        for (RecordedFrame frame : recording.frames()) {
            long fraction = frame.nanos() % 1_000_000_000L;
            out.putInt((int) (frame.nanos() / 1_000_000_000L));
            out.putInt((int) (nanoseconds ? fraction : fraction / 1_000));
            out.putInt(frame.bytes().length).putInt(frame.bytes().length).put(frame.bytes());
        }
        Files.write(file, out.array());
    }
}
