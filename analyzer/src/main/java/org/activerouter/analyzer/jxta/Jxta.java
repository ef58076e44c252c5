package org.activerouter.analyzer.jxta;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.activerouter.analyzer.protocol.Conversation;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;

/**
 * JXTA over TCP. Both ends greet each other with one line, {@code JXTAHELLO destination source peer flag version} and CR LF
 * (JXTA v2.0 Protocols Specification, TCP/IP message transport). Stateless; any thread.
 */
public final class Jxta implements Protocol {
    static final byte[] GREETING = "JXTAHELLO ".getBytes(StandardCharsets.US_ASCII);

    /** The specification's bound of the greeting. */
    private static final int LONGEST_GREETING = 4096;

    /** Found by {@link java.util.ServiceLoader}. */
    public Jxta() {}

    @Override
    public String id() {
        return "jxta";
    }

    @Override
    public Set<Integer> defaultPorts() {
        return Set.of(9700);
    }

    @Override
    public int recognise(Direction from, ByteBuffer firstBytes) {
        int length = Math.min(firstBytes.remaining(), LONGEST_GREETING);
        for (int i = 0; i < length; i++) {
            byte found = firstBytes.get(firstBytes.position() + i);
            if (i < GREETING.length && found != GREETING[i]) {
                return -1;
            }
            if (found == '\n') {
                return firstBytes.get(firstBytes.position() + i - 1) == '\r' ? 1 : -1;
            }
        }
        return length == LONGEST_GREETING ? -1 : 0;
    }

    /** Both greetings: each end sends one, and nothing else of ours follows. */
    @Override
    public int messagesBeyondDoubt() {
        return 2;
    }

    @Override
    public boolean measures() {
        return false;
    }

    @Override
    public Conversation open(FlowKey key, boolean fromStart, ObservationSink sink) {
        return new JxtaConversation(fromStart, sink);
    }
}
