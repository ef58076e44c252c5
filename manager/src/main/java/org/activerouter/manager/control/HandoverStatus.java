package org.activerouter.manager.control;

import java.util.Map;
import java.util.Optional;
import org.activerouter.capture.Endpoint;

/**
 * What became of the sessions that were open when a server was redirected, and when it was released. Counts since the redirect began.
 *
 * @param server the server
 * @param takenOver sessions that were moved into the service without a disconnect
 * @param reconnected sessions that were reset, so that their clients come back
 * @param left how many stay direct, by reason
 * @param pauseMillis half of the moved sessions stood still no longer than this; NaN before the first
 * @param longestPauseMillis none stood still longer; NaN before the first
 * @param handedBack sessions that were moved back to the direct path
 * @param stillRelayed sessions of the released server that go through the service to their end
 * @param failures how often a move was given up because something failed or took too long; everybody was let through at once
 * @param trouble what failed last; empty if nothing did
 */
public record HandoverStatus(
        Endpoint server,
        long takenOver,
        long reconnected,
        Map<String, Integer> left,
        double pauseMillis,
        double longestPauseMillis,
        long handedBack,
        int stillRelayed,
        long failures,
        Optional<String> trouble) {
    /** Keeps its own copy of the map. */
    public HandoverStatus {
        left = Map.copyOf(left);
    }

    /** The same with no more relayed sessions than the server has in the service now. */
    HandoverStatus relayingAtMost(long open) {
        return new HandoverStatus(
                server,
                takenOver,
                reconnected,
                left,
                pauseMillis,
                longestPauseMillis,
                handedBack,
                (int) Math.min(stillRelayed, open),
                failures,
                trouble);
    }
}
