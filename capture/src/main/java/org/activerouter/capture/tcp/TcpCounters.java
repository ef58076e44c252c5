package org.activerouter.capture.tcp;

/**
 * What the tracker has seen and had to give up; an immutable copy.
 *
 * @param packets frames of any kind
 * @param bytes their length on the wire
 * @param segments TCP segments among them
 * @param fragments IP fragments, which are not put together again
 * @param malformed frames whose headers contradict themselves
 * @param truncated frames cut by the snap length inside a header, or whose payload was cut
 * @param otherFrames frames that are not TCP over IPv4 or IPv6, or of a link type that is not read
 * @param flows connections that carried data
 * @param openFlows those of them that are followed now
 * @param halfOpen connections without data that are remembered now
 * @param gaps places where acknowledged bytes were missing
 * @param gapBytes bytes that were missing there
 * @param taintedFlows connections with conflicting copies of the same bytes
 * @param outOfWindow segments outside the receiver's window, or with an acknowledgement of what was never sent
 * @param evictedFlows let go under {@link TcpLimits#maxFlows}
 * @param evictedHalfOpen let go under {@link TcpLimits#maxHalfOpen}
 * @param expiredFlows let go because they were idle
 * @param heldBytes bytes held now
 * @param heldBytesGivenUp bytes dropped under the caps on held bytes
 * @param clockJumps stamps that lay more than an hour off and did not move the tracker's clock
 */
public record TcpCounters(
        long packets,
        long bytes,
        long segments,
        long fragments,
        long malformed,
        long truncated,
        long otherFrames,
        long flows,
        long openFlows,
        long halfOpen,
        long gaps,
        long gapBytes,
        long taintedFlows,
        long outOfWindow,
        long evictedFlows,
        long evictedHalfOpen,
        long expiredFlows,
        long heldBytes,
        long heldBytesGivenUp,
        long clockJumps) {}
