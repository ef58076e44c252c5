package org.activerouter.analyzer.protocol;

import java.nio.ByteBuffer;
import java.util.Set;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;

/**
 * A protocol that can be read passively. Stateless; any thread. Found by {@link java.util.ServiceLoader}: a new protocol is a
 * package and one service line.
 */
public interface Protocol {
    /** Its name in commands, configuration and output: lower case, no blanks. */
    String id();

    /** The TCP ports its servers usually listen on. */
    Set<Integer> defaultPorts();

    /**
     * Whether the first bytes of one direction of an unknown connection are this protocol's. Used by self-study only.
     *
     * @param from who sent the bytes
     * @param firstBytes the first bytes of that direction, from position to limit; must be left as they are
     * @return how many messages of its own the protocol has recognised beyond doubt; negative when the bytes cannot be its
     */
    int recognise(Direction from, ByteBuffer firstBytes);

    /**
     * How many recognised messages, both directions together, leave no doubt that a connection speaks this protocol. Fewer than
     * several only where a message is long and fixed.
     */
    default int messagesBeyondDoubt() {
        return 3;
    }

    /**
     * Whether its times are estimates, because it does not understand what is said. Reports say so.
     */
    default boolean estimates() {
        return false;
    }

    /** Whether answers hold a number of results that can be counted; else it is 0 of every answer. */
    default boolean countsResults() {
        return false;
    }

    /** Whether queries and answers are told; else its connections are recognised and named only. */
    default boolean measures() {
        return true;
    }

    /**
     * Begins to read one connection.
     *
     * @param key its two ends
     * @param fromStart whether the beginning is seen; if not, the reader must find a proven message boundary first
     * @param sink takes the facts
     */
    Conversation open(FlowKey key, boolean fromStart, ObservationSink sink);
}
