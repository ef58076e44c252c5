package org.activerouter.analyzer.protocol;

import java.nio.ByteBuffer;
import org.activerouter.capture.Direction;
import org.activerouter.capture.tcp.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * Reads one connection. One thread. Hostile bytes are a value, never an exception; time is an argument, nanoseconds since
 * 1970 of the capture's clock.
 */
public interface Conversation {
    /** What the reader makes of the connection after the bytes it was given. */
    enum Reading {
        /** In step: every byte so far is understood. */
        IN_STEP,
        /** The message boundary is lost; the reader looks for a proven one. */
        LOST_STEP,
        /** Nothing after this point can be read (compressed, encrypted, upgraded); no more bytes are wanted. */
        OPAQUE,
        /** These are not this protocol's bytes; no more are wanted. */
        NOT_MINE
    }

    /**
     * The next bytes of one direction, cut anywhere.
     *
     * @param bytes from position to limit; valid during the call only
     */
    Reading bytes(Direction from, ByteBuffer bytes, long nanos);

    /** Bytes are missing here in one direction. */
    void gap(Direction from, long missingBytes, long nanos);

    /** From here on the bytes are no evidence: what is open becomes unmeasured, and so does all that follows. */
    void tainted(Direction from, long nanos);

    /**
     * As {@link #closed(long)}, for who wants to know how: a body that lasts until the end is whole only if that was in order.
     */
    default void closed(CloseReason how, long nanos) {
        closed(nanos);
    }

    /** The connection is over; queries without completion are now known to be unanswered. */
    void closed(long nanos);

    /** What the serving half needs to know to go on from here; null if that is not known, because the reader is out of step. */
    default @Nullable Standing standing() {
        return null;
    }

    /** Reads what the next bytes will need, see {@link org.activerouter.capture.tcp.StreamListener#fetch}. */
    default int fetch(int step) {
        return 0;
    }
}
