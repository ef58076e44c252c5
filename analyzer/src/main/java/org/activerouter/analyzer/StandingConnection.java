package org.activerouter.analyzer;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.tcp.Doubt;
import org.activerouter.capture.tcp.TakeoverFacts;
import org.jspecify.annotations.Nullable;

/**
 * An established connection at one moment: all that is needed to take its place between its two ends.
 *
 * @param protocol id of what is spoken on it, empty if that is not known
 * @param facts its ends and where their sequence numbers stand; a SYN that was not seen is empty there
 * @param doubt why it cannot be taken over; null if it can
 * @param conversation where the conversation stands at the acknowledged byte of each direction; null if that is not known, so that the
 *     connection can only be passed on byte for byte
 */
public record StandingConnection(
        String protocol,
        TakeoverFacts facts,
        @Nullable Doubt doubt,
        @Nullable Standing conversation) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /**
     * The same connection with a later acknowledgement of its client than the capture knows. One of more than the server is known to have
     * sent shows that the capture lacks something.
     *
     * @param ack the next sequence number that the client expects, 0 to 2^32 - 1
     */
    public StandingConnection acknowledgedByClient(long ack) {
        OptionalLong known = facts.client().highestAck();
        int more = known.isPresent() ? (int) (ack - known.getAsLong()) : 0;
        if (more > facts.server().unacknowledged()) {
            return doubted(Doubt.HOLE);
        }
        return more > 0 ? acknowledged(more) : this;
    }

    private StandingConnection acknowledged(int more) {
        ByteBuffer underWay = facts.server().underWay();
        ByteBuffer taken = underWay.slice(0, Math.min(more, underWay.remaining()));
        Standing later = conversation == null ? null : conversation.after(NOTHING, taken);
        return new StandingConnection(protocol, facts.acknowledgedByClient(more), doubt, later);
    }

    /** The same connection, which for some reason is not sound. */
    public StandingConnection doubted(Doubt why) {
        return doubt == null ? new StandingConnection(protocol, facts, why, conversation) : this;
    }

    /** Whether taking it over loses and changes nothing. */
    public boolean isSound() {
        return doubt == null;
    }

    /** Whether what is said on it cannot be read: it is compressed, or the reader is out of step. */
    public boolean isOpaque() {
        return conversation == null || conversation.isOpaque();
    }
}
