package org.activerouter.proxy.takeover;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Attributes of netlink messages: {@code <length u16><type u16><data>}, padded to four bytes. */
final class Attributes {
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int TYPE_MASK = 0x3FFF;

    private Attributes() {}

    /** The data of the attribute of a type; null if there is none. */
    static @Nullable ByteBuffer find(ByteBuffer in, int type) {
        in.order(ByteOrder.nativeOrder());
        int at = 0;
        while (at + ATTRIBUTE_HEADER <= in.limit()) {
            int length = Short.toUnsignedInt(in.getShort(at));
            if (length < ATTRIBUTE_HEADER || at + length > in.limit()) {
                return null;
            }
            if ((in.getShort(at + 2) & TYPE_MASK) == type) {
                return in.slice(at + ATTRIBUTE_HEADER, length - ATTRIBUTE_HEADER)
                        .order(ByteOrder.nativeOrder());
            }
            at += (length + 3) & ~3;
        }
        return null;
    }
}
