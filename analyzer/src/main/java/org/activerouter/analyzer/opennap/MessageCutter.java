package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one direction, known from the first on, into messages, and copies the data of each. One thread. Data longer
 * than the limit are passed over.
 */
final class MessageCutter {
    private static final int HEADER = 4;

    /** Takes the messages. */
    interface Receiver {
        /** One message; its data are the receiver's to keep, null if they are too long. */
        void message(int type, byte @Nullable [] data, long nanos);
    }

    private final int longest;
    private final Receiver receiver;
    private int header;
    private int headerBytes;
    private byte @Nullable [] data;
    private int missing;

    MessageCutter(int longest, Receiver receiver) {
        this.longest = longest;
        this.receiver = receiver;
    }

    /** The next bytes; leaves the buffer's position where it was. */
    void bytes(ByteBuffer bytes, long nanos) {
        int at = bytes.position();
        int end = bytes.limit();
        while (at < end) {
            if (headerBytes < HEADER) {
                header |= (bytes.get(at++) & 0xFF) << (8 * headerBytes++);
                beginData();
            } else {
                int count = Math.min(missing, end - at);
                if (data != null) {
                    bytes.get(at, data, data.length - missing, count);
                }
                at += count;
                missing -= count;
            }
            if (headerBytes == HEADER && missing == 0) {
                endMessage(nanos);
            }
        }
    }

    private void beginData() {
        if (headerBytes == HEADER) {
            missing = header & 0xFFFF;
            data = missing <= longest ? new byte[missing] : null;
        }
    }

    private void endMessage(long nanos) {
        byte[] whole = data;
        int type = header >>> 16;
        header = 0;
        headerBytes = 0;
        data = null;
        receiver.message(type, whole, nanos);
    }
}
