package org.activerouter.capture.tcp;

import java.time.Duration;

/**
 * Caps of the tracker. What is beyond a cap is evicted and counted, never an error.
 *
 * @param maxFlows connections with data that are followed at once; beyond it one that was idle long is let go
 * @param maxHalfOpen connections of which no data was seen; beyond it an old one is let go
 * @param maxHeldBytes bytes held for all connections together until they are acknowledged or in order
 * @param maxHeldBytesPerFlow the same for one connection; beyond it the missing bytes are given up as a gap
 * @param reorderGrace how long (capture time) a missing byte that the receiver has acknowledged may still turn up before it
 *     is given up as a gap; also how long a connection seen from the middle waits for earlier frames
 * @param idleLimit a connection without a frame for this long is let go
 * @param halfOpenLimit the same while no data was seen
 */
public record TcpLimits(
        int maxFlows,
        int maxHalfOpen,
        long maxHeldBytes,
        int maxHeldBytesPerFlow,
        Duration reorderGrace,
        Duration idleLimit,
        Duration halfOpenLimit) {
    /** Refuses caps that leave no room to work. */
    public TcpLimits {
        if (maxFlows < 1 || maxHalfOpen < 1) {
            throw new IllegalArgumentException("maxFlows and maxHalfOpen must be at least 1");
        }
        if (maxHeldBytesPerFlow < 65_536 || maxHeldBytes < maxHeldBytesPerFlow) {
            throw new IllegalArgumentException("maxHeldBytesPerFlow must be at least 65536 and at most maxHeldBytes");
        }
        if (reorderGrace.isNegative() || !idleLimit.isPositive() || !halfOpenLimit.isPositive()) {
            throw new IllegalArgumentException(
                    "reorderGrace, idleLimit and halfOpenLimit must not be negative or zero");
        }
    }

    /** Fits a gateway with tens of thousands of sessions into some 80 MB, which leaves the rest of the usual heap to the services. */
    public static TcpLimits defaults() {
        return new TcpLimits(
                65_536, 65_536, 64L << 20, 1 << 20, Duration.ofSeconds(1), Duration.ofHours(2), Duration.ofSeconds(30));
    }
}
