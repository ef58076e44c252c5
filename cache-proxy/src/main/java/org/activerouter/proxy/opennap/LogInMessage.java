package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.activerouter.analyzer.opennap.Fields;

/**
 * A log-in on its way to the server. Stateless.
 *
 * <p>A client may ask there for both directions to become a zlib stream. Nobody could answer from a cache inside of that, so the
 * wish is left out; a server that does not know compression does the same.
 */
public final class LogInMessage {
    /** The fields before the one that asks for compression: nick, password, port, client, speed, mail address, build. */
    private static final int FIELDS_BEFORE_COMPRESSION = 7;

    private LogInMessage() {}

    /** How many bytes of the data are to be sent: those before the wish for compression. */
    public static int lengthWithoutCompression(ByteBuffer data, int offset, int length) {
        Fields fields = new Fields(data, offset, length);
        if (!fields.skip(FIELDS_BEFORE_COMPRESSION + 1) || fields.number() < 1 || fields.number() > 9) {
            return length;
        }
        int start = fields.start();
        int end = isQuoted(data, start, fields.length(), offset + length) ? start - 1 : start;
        while (data.get(end - 1) == ' ') {
            end--;
        }
        return end - offset;
    }

    private static boolean isQuoted(ByteBuffer data, int start, int count, int limit) {
        return data.get(start - 1) == '"' && start + count < limit && data.get(start + count) == '"';
    }

    /** Writes the message anew. */
    public static void write(ByteBuf out, int type, ByteBuf source, int dataIndex, int length) {
        out.writeShortLE(length);
        out.writeShortLE(type);
        out.writeBytes(source, dataIndex, length);
    }
}
