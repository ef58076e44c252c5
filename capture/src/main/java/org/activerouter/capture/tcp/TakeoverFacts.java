package org.activerouter.capture.tcp;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.activerouter.capture.FlowKey;

/**
 * What must be known of an established connection to take its place between the two ends without a disconnect: where each
 * end's sequence numbers stand, as told by the other's acknowledgements (data seen proves nothing: it may have been lost after the
 * capture point), and what the ends have agreed on.
 *
 * @param flow the two ends
 * @param client what the client said
 * @param server what the server said
 */
public record TakeoverFacts(FlowKey flow, Spoken client, Spoken server) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /**
     * What one end said.
     *
     * @param syn its SYN or SYN-ACK; empty if that was not seen
     * @param highestAck the next sequence number it expects from the other end, 0 to 2^32 - 1
     * @param window the window field of its latest segment that acknowledged that much, not scaled
     * @param timestamp the value of its latest timestamp option (RFC 7323), 0 to 2^32 - 1; empty if it sends none
     * @param heardNanos when its last segment was captured, nanoseconds since 1970-01-01 UTC; {@link Long#MIN_VALUE} if none was
     * @param unacknowledged how many bytes it was seen to send beyond what the other end has acknowledged
     * @param underWay these bytes, as far as they are known without a gap; none where nobody reads what is said. Only to be read
     */
    public record Spoken(
            Optional<Syn> syn,
            OptionalLong highestAck,
            OptionalInt window,
            OptionalLong timestamp,
            long heardNanos,
            int unacknowledged,
            ByteBuffer underWay) {
        /** With nothing under way. */
        public Spoken(
                Optional<Syn> syn,
                OptionalLong highestAck,
                OptionalInt window,
                OptionalLong timestamp,
                long heardNanos) {
            this(syn, highestAck, window, timestamp, heardNanos, 0, NOTHING);
        }

        private Spoken received(int more) {
            long ack = (highestAck.orElseThrow() + more) & 0xFFFF_FFFFL;
            return new Spoken(syn, OptionalLong.of(ack), window, timestamp, heardNanos, unacknowledged, underWay);
        }

        private Spoken acknowledged(int more) {
            int known = Math.min(more, underWay.remaining());
            ByteBuffer left = underWay.slice(known, underWay.remaining() - known);
            return new Spoken(syn, highestAck, window, timestamp, heardNanos, unacknowledged - more, left);
        }
    }

    /**
     * The options of a SYN or SYN-ACK.
     *
     * @param mss maximum segment size; empty if not offered
     * @param windowScale the shift of its windows, 0 to 14; empty if not offered
     * @param sackPermitted whether selective acknowledgements were offered
     * @param timestamps whether timestamps were offered
     */
    public record Syn(OptionalInt mss, OptionalInt windowScale, boolean sackPermitted, boolean timestamps) {}

    /** The same, with so many more bytes acknowledged by the client than is known; at most those that are unacknowledged. */
    public TakeoverFacts acknowledgedByClient(int more) {
        return new TakeoverFacts(flow, client.received(more), server.acknowledged(more));
    }

    /**
     * Whether both ends were heard after a moment: each of their segments tells again all that they have received.
     *
     * @param nanos nanoseconds since 1970-01-01 UTC
     */
    public boolean heardSince(long nanos) {
        return client.heardNanos() > nanos && server.heardNanos() > nanos;
    }

    static TakeoverFacts of(FlowKey key, boolean clientIsA, Handshake handshake) {
        Spoken a = spoken(handshake.a);
        Spoken b = spoken(handshake.b);
        return clientIsA ? new TakeoverFacts(key, a, b) : new TakeoverFacts(key, b, a);
    }

    private static Spoken spoken(End end) {
        return new Spoken(
                syn(end),
                end.acking ? OptionalLong.of(Integer.toUnsignedLong(end.highestAck)) : OptionalLong.empty(),
                end.seen ? OptionalInt.of(end.window) : OptionalInt.empty(),
                timestamp(end.stamped, end.stampValue),
                end.heardNanos);
    }

    static TakeoverFacts of(FlowKey key, boolean clientIsA, Flow flow, HeldBlocks held) {
        Spoken a = spoken(flow.handshake.a, flow.a, flow.b, held);
        Spoken b = spoken(flow.handshake.b, flow.b, flow.a, held);
        return clientIsA ? new TakeoverFacts(key, a, b) : new TakeoverFacts(key, b, a);
    }

    private static Spoken spoken(End end, HalfStream own, HalfStream received, HeldBlocks held) {
        return new Spoken(
                syn(end),
                OptionalLong.of(Integer.toUnsignedLong(received.acked)),
                OptionalInt.of(received.window),
                timestamp(own.stamped, own.stampValue),
                own.heardNanos,
                Math.max(0, own.sent - own.acked),
                underWay(own, held));
    }

    /** Where everything that is acknowledged has been told, what is held begins there. */
    private static ByteBuffer underWay(HalfStream own, HeldBlocks held) {
        return own.told == own.acked ? held.copy(own, own.next - own.told).asReadOnlyBuffer() : NOTHING;
    }

    private static Optional<Syn> syn(End end) {
        if (!end.synSeen) {
            return Optional.empty();
        }
        return Optional.of(new Syn(
                end.mss > 0 ? OptionalInt.of(end.mss) : OptionalInt.empty(),
                end.scale >= 0 ? OptionalInt.of(end.scale) : OptionalInt.empty(),
                end.sackPermitted,
                end.stampsOffered));
    }

    private static OptionalLong timestamp(boolean seen, int value) {
        return seen ? OptionalLong.of(Integer.toUnsignedLong(value)) : OptionalLong.empty();
    }
}
