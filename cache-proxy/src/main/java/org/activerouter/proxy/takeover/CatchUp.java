package org.activerouter.proxy.takeover;

import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.tcp.Doubt;
import org.activerouter.capture.tcp.TakeoverFacts;
import org.jspecify.annotations.Nullable;

/** What packets on hold tell of a connection that the capture does not know. Any thread. */
final class CatchUp {
    /**
     * Less than a new socket sends before it has heard of its receiver (RFC 6928). A receiver that has acknowledged, or will, more than the
     * socket has sent refuses all that it says (RFC 9293 section 3.10.7.4); this much it gets past by saying it once more.
     */
    static final int FIRST_FLIGHT = 10_000;

    private CatchUp() {}

    /**
     * The connection with what is told.
     *
     * @param ofClient by the client's held packets; null if there are none
     * @param ofServer by the server's
     */
    static StandingConnection with(
            StandingConnection known, @Nullable HeldSegment ofClient, @Nullable HeldSegment ofServer) {
        StandingConnection later = ofClient == null ? known : known.acknowledgedByClient(ofClient.ack());
        TakeoverFacts facts = later.facts();
        boolean reachable = mayHaveReached(facts, ofServer) <= FIRST_FLIGHT && unknown(facts.client()) <= FIRST_FLIGHT;
        return reachable ? later : later.doubted(Doubt.UNACKNOWLEDGED);
    }

    /**
     * How many of the server's bytes the client may have without having acknowledged them. What is held did not reach it, unless it had
     * done so before: what the server says once more, because an acknowledgement was lost, is far less than all that it has sent.
     */
    private static int mayHaveReached(TakeoverFacts facts, @Nullable HeldSegment ofServer) {
        int sent = facts.server().unacknowledged();
        if (ofServer == null || facts.client().highestAck().isEmpty()) {
            return sent;
        }
        int passed = (int) (ofServer.sequence() - facts.client().highestAck().getAsLong());
        return Math.clamp(Math.max(passed, sent - ofServer.bytes()), 0, sent);
    }

    /** How many bytes the other end may have that cannot be said once more here; those that are known count as sent. */
    private static int unknown(TakeoverFacts.Spoken sender) {
        return sender.unacknowledged() - sender.underWay().remaining();
    }
}
