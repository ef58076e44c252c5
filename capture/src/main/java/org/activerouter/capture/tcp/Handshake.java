package org.activerouter.capture.tcp;

/**
 * The beginning of a connection, whatever of it was seen and in whatever order: enough to place both ends' sequence
 * numbers before data is told.
 */
final class Handshake {
    /** No window is larger than this (RFC 7323 section 2.3); also what is granted where the scale was not seen. */
    private static final int MAX_SHIFT = 14;

    /** How far back frames of a connection picked up in the middle may be out of order. */
    private static final int SHUFFLE = 1 << 24;

    /**
     * Segments that are out of order overtake the acknowledgement that widened the window for them: several super-packets of
     * 64 kB. Who forges blindly hits this span and that of the acknowledgements once in millions of tries.
     */
    private static final int MIN_REACH = 1 << 20;

    final End a = new End();
    final End b = new End();

    /** Whether the end that opened the connection is known, and is a. */
    boolean clientKnown;

    boolean clientIsA;
    boolean reset;
    long resetNanos;

    End sender(Segment s) {
        return s.fromA ? a : b;
    }

    End receiver(Segment s) {
        return s.fromA ? b : a;
    }

    /** Whether the segment can belong to the connection that was seen so far. */
    boolean accepts(Segment s) {
        End x = sender(s);
        End y = receiver(s);
        if (!s.has(Segment.SYN | Segment.ACK | Segment.RST)) {
            return false;
        }
        boolean placed = s.has(Segment.SYN) ? acceptsSyn(s, x) : refuses(s, y) || acceptsSequence(s, x, y);
        return placed && (!s.has(Segment.ACK) || acceptsAck(s, x, y));
    }

    /** A SYN is refused by a RST without a sequence number, but with the right acknowledgement (RFC 9293 section 3.10.7.1). */
    private static boolean refuses(Segment s, End y) {
        return s.has(Segment.RST) && s.has(Segment.ACK) && y.synSeen && s.seq == 0;
    }

    private static boolean acceptsSyn(Segment s, End x) {
        if (x.synSeen) {
            return s.seq == x.isn;
        }
        return !x.seen || Seq.within(s.seq + 1, x.lowest - SHUFFLE, x.lowest);
    }

    private boolean acceptsSequence(Segment s, End x, End y) {
        if (!x.seen && !x.baseKnown) {
            return true;
        }
        int from = x.baseKnown ? x.base - 1 : x.lowest - SHUFFLE;
        int highest = x.seen ? x.end : x.base;
        return Seq.within(s.seq, from, highest + reach(y, x));
    }

    private boolean acceptsAck(Segment s, End x, End y) {
        if (!y.seen && !y.baseKnown) {
            return true;
        }
        int from = y.baseKnown ? y.base : y.lowest - SHUFFLE;
        int highest = y.seen ? y.end : y.base;
        return Seq.within(s.ack, from, highest + reach(x, y));
    }

    /** Takes a segment that {@link #accepts} has found to belong. */
    void saw(Segment s) {
        End x = sender(s);
        End y = receiver(s);
        if (s.has(Segment.RST)) {
            reset = true;
            resetNanos = s.nanos;
        }
        x.saw(s);
        if (s.has(Segment.SYN)) {
            sawSyn(s, y);
        }
    }

    private void sawSyn(Segment s, End y) {
        boolean answers = s.has(Segment.ACK);
        // In a simultaneous open the first SYN seen names the client.
        if (!clientKnown || answers) {
            clientKnown = true;
            clientIsA = s.fromA != answers;
        }
        if (answers && !y.baseKnown) {
            y.base = s.ack;
            y.baseKnown = true;
        }
    }

    /** Whether both SYNs were seen, so that nothing before what was seen can turn up. */
    boolean complete() {
        return a.synSeen && b.synSeen;
    }

    /** Whether nothing protects this beginning against another one: no answer to it was seen, or it was reset. */
    boolean open() {
        return reset || !(confirms(a, b) || confirms(b, a));
    }

    /** Whether the ends are seen to agree: the answering end acknowledges what the opening end sent, or each the other. */
    boolean agreed() {
        boolean byB = confirms(b, a);
        boolean byA = confirms(a, b);
        return (byA && byB) || (byB && opened(a)) || (byA && opened(b));
    }

    /** Whether a SYN of its client was seen. */
    boolean opening() {
        return opened(a) || opened(b);
    }

    private static boolean opened(End x) {
        return x.synSeen && !x.synAcknowledges;
    }

    private static boolean confirms(End y, End x) {
        return y.acking && x.seen && Seq.within(y.highestAck, x.lowest, x.end);
    }

    /** By how much the windows of {@code y} are shifted; unscaled if either end did not offer it, the most possible if not seen. */
    int shift(End y, End x) {
        boolean refused = (y.synSeen && y.scale < 0) || (x.synSeen && x.scale < 0);
        if (refused) {
            return 0;
        }
        return y.synSeen ? y.scale : MAX_SHIFT;
    }

    /** The widest window that {@code y} has granted {@code x}, in bytes. */
    int reach(End y, End x) {
        return Math.max(MIN_REACH, y.widest << shift(y, x));
    }
}
