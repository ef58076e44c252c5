package org.activerouter.capture.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pcapng files of one interface with stamps in nanoseconds, block by block as the format's description says. */
final class PcapngBytes {
    private final ByteBuffer bytes;

    PcapngBytes(ByteOrder order, int linkType) {
        bytes = ByteBuffer.allocate(1 << 16).order(order);
        sectionHeader();
        interfaceDescription(linkType);
    }

    private void sectionHeader() {
        bytes.putInt(0x0A0D0D0A)
                .putInt(28)
                .putInt(0x1A2B3C4D)
                .putShort((short) 1)
                .putShort((short) 0);
        bytes.putLong(-1).putInt(28);
    }

    private void interfaceDescription(int linkType) {
        bytes.putInt(1)
                .putInt(32)
                .putShort((short) linkType)
                .putShort((short) 0)
                .putInt(262_144);
        // if_tsresol: 10^-9 seconds, padded; then the end of the options.
        bytes.putShort((short) 9).putShort((short) 1).put(new byte[] {9, 0, 0, 0});
        bytes.putInt(0).putInt(32);
    }

    PcapngBytes frame(long nanos, byte[] frame, int wireLength) {
        int padded = (frame.length + 3) / 4 * 4;
        int length = 32 + padded;
        bytes.putInt(6).putInt(length).putInt(0).putInt((int) (nanos >>> 32)).putInt((int) nanos);
        bytes.putInt(frame.length).putInt(wireLength).put(frame).put(new byte[padded - frame.length]);
        bytes.putInt(length);
        return this;
    }

    Path write(Path file) throws IOException {
        byte[] whole = new byte[bytes.position()];
        bytes.get(0, whole);
        return Files.write(file, whole);
    }
}
