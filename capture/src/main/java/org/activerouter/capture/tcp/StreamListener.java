package org.activerouter.capture.tcp;

import java.nio.ByteBuffer;
import org.activerouter.capture.Direction;

/**
 * Takes the ordered bytes of one connection. Called on the tracker's thread only; must not throw and must not keep the
 * buffer.
 *
 * <p>Bytes are told once, in order, and only after their receiver has acknowledged them: what a forger sends and the
 * receiver never accepts is not told. Between the two directions the order is that of cause: an answer is told after the
 * query that its sender had acknowledged with it or before it.
 */
public interface StreamListener {
    /** Steps of {@link #fetch}. */
    int FETCH_STEPS = 3;

    /**
     * The next bytes in one direction.
     *
     * @param from who sent them
     * @param bytes from position to limit; valid during the call
     * @param nanos when the stream was complete up to these bytes: the stamp of the frame that carried them, or that of
     *     the later frame that filled the hole before them. Never goes back within a direction, unless the clock of who captured
     *     was set back.
     */
    void bytes(Direction from, ByteBuffer bytes, long nanos);

    /**
     * The receiver has acknowledged bytes that the capture does not have; what follows comes after them.
     *
     * @param missingBytes how many, at least 1
     */
    void gap(Direction from, long missingBytes, long nanos);

    /**
     * Different bytes were seen for the same place before the receiver acknowledged either (RFC 9293 section 3.10.7.4
     * keeps one of them; which one, a passive observer cannot know). From here on nothing of the connection is evidence.
     */
    void tainted(Direction from, long nanos);

    /** The last call for this connection. */
    void closed(CloseReason how, long nanos);

    /**
     * Bytes are likely to be told within some microseconds, after the connection has been quiet. A listener may read what it will
     * need then: among tens of thousands of connections that lies in memory, and many such reads at once take hardly longer than
     * one. What one read tells where to find is read in the next step, when all of this step are under way. Must not change
     * anything.
     *
     * @param step 0 to {@value #FETCH_STEPS} - 1: how many references away from the listener to read
     * @return anything; only keeps the compiler from leaving the reads out
     */
    default int fetch(int step) {
        return 0;
    }
}
