package org.activerouter.capture.tcp;

/** The running counts of one tracker; {@link #copy} is what others get. Tracker's thread only. */
final class Counters {
    long packets;
    long bytes;
    long segments;
    long fragments;
    long malformed;
    long truncated;
    long otherFrames;
    long flows;
    long halfOpen;
    long gaps;
    long gapBytes;
    long taintedFlows;
    long outOfWindow;
    long evictedFlows;
    long evictedHalfOpen;
    long expiredFlows;
    long heldBytesGivenUp;
    long clockJumps;

    TcpCounters copy(long openFlows, long heldBytes) {
        return new TcpCounters(
                packets,
                bytes,
                segments,
                fragments,
                malformed,
                truncated,
                otherFrames,
                flows,
                openFlows,
                halfOpen,
                gaps,
                gapBytes,
                taintedFlows,
                outOfWindow,
                evictedFlows,
                evictedHalfOpen,
                expiredFlows,
                heldBytes,
                heldBytesGivenUp,
                clockJumps);
    }
}
