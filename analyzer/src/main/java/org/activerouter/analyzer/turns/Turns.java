package org.activerouter.analyzer.turns;

import java.nio.ByteBuffer;
import java.util.Set;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;

/** Taking turns, whatever is said. Stateless; any thread. */
public final class Turns implements Protocol {
    /** Found by {@link java.util.ServiceLoader}. */
    public Turns() {}

    @Override
    public String id() {
        return "turns";
    }

    /** Whoever wants an estimate names the ports. */
    @Override
    public Set<Integer> defaultPorts() {
        return Set.of();
    }

    /** Everything could be it, so nothing is recognised as it. */
    @Override
    public int recognise(Direction from, ByteBuffer firstBytes) {
        return -1;
    }

    @Override
    public boolean estimates() {
        return true;
    }

    @Override
    public Conversation open(FlowKey key, boolean fromStart, ObservationSink sink) {
        return new TurnsConversation(fromStart, sink);
    }
}
