package org.activerouter.lab.nap;

import java.nio.charset.StandardCharsets;

/**
 * One message: a type and its data. On the wire a little-endian length of the data, the type, the data.
 *
 * @param type 0 to 65,535
 * @param text at most 65,535 bytes as Latin-1, in which every byte is one character
 */
public record NapMessage(int type, String text) {
    /** Bytes before the data. */
    public static final int HEADER_BYTES = 4;

    /** Refuses what the header cannot say. */
    public NapMessage {
        if (type < 0 || type > 0xffff || text.length() > 0xffff) {
            throw new IllegalArgumentException(
                    "type " + type + " with " + text.length() + " bytes does not fit a header");
        }
    }

    /** Header and data, as they are sent. */
    public byte[] encoded() {
        byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[HEADER_BYTES + data.length];
        bytes[0] = (byte) data.length;
        bytes[1] = (byte) (data.length >>> 8);
        bytes[2] = (byte) type;
        bytes[3] = (byte) (type >>> 8);
        System.arraycopy(data, 0, bytes, HEADER_BYTES, data.length);
        return bytes;
    }
}
