package org.activerouter.capture.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes classic pcap files byte by byte as the format's description says, to be read by what is tested. */
final class PcapBytes {
    static final int MICROS = 0xA1B2C3D4;
    static final int NANOS = 0xA1B23C4D;

    private final ByteBuffer bytes;

    PcapBytes(ByteOrder order, int magic, int linkType) {
        bytes = ByteBuffer.allocate(16 << 20).order(order);
        bytes.putInt(magic).putShort((short) 2).putShort((short) 4);
        bytes.putInt(0).putInt(0).putInt(262_144).putInt(linkType);
    }

    static PcapBytes littleEndianMicros() {
        return new PcapBytes(ByteOrder.LITTLE_ENDIAN, MICROS, 1);
    }

    PcapBytes frame(long seconds, int fraction, byte[] frame) {
        return frame(seconds, fraction, frame, frame.length);
    }

    PcapBytes frame(long seconds, int fraction, byte[] frame, int wireLength) {
        recordHeader(seconds, fraction, frame.length, wireLength);
        bytes.put(frame);
        return this;
    }

    PcapBytes recordHeader(long seconds, int fraction, int capturedLength, int wireLength) {
        bytes.putInt((int) seconds).putInt(fraction).putInt(capturedLength).putInt(wireLength);
        return this;
    }

    PcapBytes raw(byte[] more) {
        bytes.put(more);
        return this;
    }

    int length() {
        return bytes.position();
    }

    Path write(Path file) throws IOException {
        byte[] whole = new byte[bytes.position()];
        bytes.get(0, whole);
        return Files.write(file, whole);
    }
}
