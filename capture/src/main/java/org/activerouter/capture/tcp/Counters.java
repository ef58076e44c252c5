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

    /** Empties what {@link FrameDecoder} counts. */
    void clearDecoded() {
        packets = 0;
        bytes = 0;
        segments = 0;
        fragments = 0;
        malformed = 0;
        truncated = 0;
        otherFrames = 0;
    }

    /** Adds what {@link FrameDecoder} has counted elsewhere. */
    void addDecoded(Counters other) {
        packets += other.packets;
        bytes += other.bytes;
        segments += other.segments;
        fragments += other.fragments;
        malformed += other.malformed;
        truncated += other.truncated;
        otherFrames += other.otherFrames;
    }

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
