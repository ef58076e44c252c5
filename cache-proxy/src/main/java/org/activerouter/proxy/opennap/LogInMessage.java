package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.activerouter.analyzer.opennap.Fields;
import org.activerouter.analyzer.opennap.MessageType;

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

    /** Whether a message of this type may be a client's first: a log-in, or the question whether a nick is free. */
    public static boolean mayBegin(int type) {
        return type == MessageType.LOG_IN || type == MessageType.LOG_IN_REGISTER || type == MessageType.IS_NICK_FREE;
    }

    /** Sends the log-in to the server, as it is if it has no such wish. */
    public static void pass(Outbox toServer, int type, int length, ByteBuf bytes, int index) {
        int dataIndex = index + MessageSplitter.HEADER;
        int kept = lengthWithoutCompression(bytes.nioBuffer(dataIndex, length), 0, length);
        if (kept == length) {
            toServer.pass(bytes, index, MessageSplitter.HEADER + length);
        } else {
            write(toServer.room(), type, bytes, dataIndex, kept);
        }
    }

    private static void write(ByteBuf out, int type, ByteBuf source, int dataIndex, int length) {
        out.writeShortLE(length);
        out.writeShortLE(type);
        out.writeBytes(source, dataIndex, length);
    }
}
