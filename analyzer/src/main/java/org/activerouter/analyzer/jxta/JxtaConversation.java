package org.activerouter.analyzer.jxta;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.activerouter.capture.Direction;
import org.jspecify.annotations.Nullable;

/** Looks for the greeting in either direction, then says that it cannot read on. */
final class JxtaConversation implements Conversation {
    private final ObservationSink sink;
    private final Map<Direction, Integer> greeted = new EnumMap<>(Direction.class);
    private @Nullable Reading over;

    JxtaConversation(boolean fromStart, ObservationSink sink) {
        this.sink = sink;
        this.over = fromStart ? null : Reading.NOT_MINE;
    }

    @Override
    public Reading bytes(Direction from, ByteBuffer bytes, long nanos) {
        for (int at = bytes.position(); over == null && at < bytes.limit(); at++) {
            greeting(from, bytes.get(at), nanos);
        }
        return over == null ? Reading.IN_STEP : over;
    }

    private void greeting(Direction from, byte next, long nanos) {
        int matched = greeted.getOrDefault(from, 0);
        if (next != Jxta.GREETING[matched]) {
            over = Reading.NOT_MINE;
        } else if (matched + 1 == Jxta.GREETING.length) {
            over = Reading.OPAQUE;
            sink.observed(new Observation.BecameOpaque(nanos, "JXTA is recognised and not read"));
        } else {
            greeted.put(from, matched + 1);
        }
    }

    /** Without the beginning there is no greeting, and nothing else is recognised. */
    @Override
    public void gap(Direction from, long missingBytes, long nanos) {
        if (over == null) {
            over = Reading.NOT_MINE;
        }
    }

    @Override
    public void tainted(Direction from, long nanos) {}

    @Override
    public void closed(long nanos) {}
}
