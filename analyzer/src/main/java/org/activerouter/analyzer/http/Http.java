package org.activerouter.analyzer.http;

import java.nio.ByteBuffer;
import java.util.Set;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;

/** HTTP/1.x without encryption. Stateless; any thread. */
public final class Http implements Protocol {
    static final String ID = "http";

    /** Found by {@link java.util.ServiceLoader}. */
    public Http() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Set<Integer> defaultPorts() {
        return Set.of(80, 8080);
    }

    /** A first line of its direction, whole: nobody else's connection begins with either, and both together leave no doubt. */
    @Override
    public int recognise(Direction from, ByteBuffer firstBytes) {
        Line line = new Line();
        return switch (line.take(firstBytes.duplicate())) {
            case MORE -> 0;
            case FLAW -> -1;
            case LINE -> isFirstLine(from, line) ? 1 : -1;
        };
    }

    private static boolean isFirstLine(Direction from, Line line) {
        return from == Direction.FROM_CLIENT ? RequestLine.read(line) != null : StatusLine.read(line) != null;
    }

    @Override
    public int messagesBeyondDoubt() {
        return 2;
    }

    @Override
    public Conversation open(FlowKey key, boolean fromStart, ObservationSink sink) {
        return new HttpConversation(fromStart, sink);
    }
}
