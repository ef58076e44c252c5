package org.activerouter.capture.tcp;

import java.util.function.IntPredicate;
import org.activerouter.capture.FrameBatch;

/**
 * Finds the connection of each frame, orders its bytes, and tells them once they are acknowledged. One thread.
 */
public final class TcpTracker {
    /**
     * A tracker without connections.
     *
     * @param limits its caps
     * @param serverPort which ports servers listen on: tells the two ends apart where the SYN was not seen
     * @param listener is told of each connection
     */
    public TcpTracker(TcpLimits limits, IntPredicate serverPort, ConnectionListener listener) {}

    /** Takes all frames of a batch, in their order. */
    public void accept(FrameBatch batch) {}

    /** Moves the clock on when no frame does; a live source calls this about ten times a second. */
    public void advance(long nanos) {}

    /** The capture is over: gives up every hole, tells what is acknowledged, closes every connection. */
    public void finish() {}
}
