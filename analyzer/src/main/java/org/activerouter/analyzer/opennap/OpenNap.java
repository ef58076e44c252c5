package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import java.util.Set;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;

/** The Napster protocol as opennap servers speak it. Stateless; any thread. */
public final class OpenNap implements Protocol {
    static final String ID = "opennap";

    private static final int HEADER = 4;

    /** No server sends and none accepts a longer line in what is said first. */
    private static final int LONGEST = 4096;

    /** Found by {@link java.util.ServiceLoader}. */
    public OpenNap() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Set<Integer> defaultPorts() {
        return Set.of(8888);
    }

    /**
     * A client must begin with a log-in or with the question whether a nick is free; a server with the answer to that.
     * From there on messages are counted as long as they are known and hold what they should.
     */
    @Override
    public int recognise(Direction from, ByteBuffer firstBytes) {
        int recognised = 0;
        int at = firstBytes.position();
        while (firstBytes.limit() - at >= HEADER) {
            int length = unsignedShort(firstBytes, at);
            int type = unsignedShort(firstBytes, at + 2);
            MessageContent content = MessageContent.of(from, type);
            if (recognised > 0 && content == MessageContent.UNKNOWN) {
                return recognised;
            }
            if (!content.admits(length) || length > LONGEST || (recognised == 0 && !opens(from, type))) {
                return -1;
            }
            at += HEADER;
            if (firstBytes.limit() - at < length) {
                return recognised;
            }
            if (content.examine(firstBytes, at, length) == MessageContent.Finding.REFUTED) {
                return -1;
            }
            recognised++;
            at += length;
        }
        return recognised;
    }

    @Override
    public boolean countsResults() {
        return true;
    }

    private static boolean opens(Direction from, int type) {
        if (from == Direction.FROM_CLIENT) {
            return type == MessageType.LOG_IN
                    || type == MessageType.LOG_IN_REGISTER
                    || type == MessageType.IS_NICK_FREE;
        }
        return switch (type) {
            case MessageType.FATAL,
                    MessageType.LOGGED_IN,
                    MessageType.NICK_FREE,
                    MessageType.NICK_TAKEN,
                    MessageType.NICK_INVALID,
                    MessageType.ERROR,
                    MessageType.MOTD -> true;
            default -> false;
        };
    }

    private static int unsignedShort(ByteBuffer bytes, int at) {
        return (bytes.get(at) & 0xFF) | ((bytes.get(at + 1) & 0xFF) << 8);
    }

    @Override
    public Conversation open(FlowKey key, boolean fromStart, ObservationSink sink) {
        return new OpenNapConversation(fromStart, sink);
    }
}
