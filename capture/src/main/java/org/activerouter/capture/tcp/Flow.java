package org.activerouter.capture.tcp;

import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * A connection with data: two {@link HalfStream}s and what they have in common.
 *
 * <p>It is unsettled until the sequence numbers at which its data begins are known: at once where both SYNs were seen, else
 * after a grace in which earlier frames may turn up. What a settled connection without holes is sent next takes the fast path of
 * {@link PlainFlows}, and does not come here.
 */
final class Flow extends Entry {
    final Handshake handshake;
    final HalfStream a = new HalfStream(this, true);
    final HalfStream b = new HalfStream(this, false);

    /** Index in the {@link FlowRoster}; -1 while it only waits to succeed another. */
    int place = -1;

    /** Whether nothing is out of order, or about to end. */
    boolean regular;

    boolean settled;
    boolean fromStart;
    /** The grace for earlier frames is over, but nothing was seen yet of where one end's data begins. */
    boolean overdue;

    boolean opened;

    @Nullable
    HalfStream tainted;

    /** Nobody wants its bytes: they are neither held nor told. */
    boolean deaf;

    private @Nullable Reset reset;

    @Nullable
    CloseReason over;

    @Nullable
    private StreamListener listener;

    Flow(Entry old, Handshake handshake) {
        super(old);
        this.handshake = handshake;
    }

    /** Bytes of memory held for it. */
    int held() {
        return a.held() + b.held();
    }

    /** Both ends have said that they are done. */
    boolean isEnding() {
        return a.finished && b.finished;
    }

    /** Takes a segment; false if it cannot be part of this connection, and has had no effect. */
    boolean accept(Segment s, Tracking t) {
        HalfStream x = s.fromA ? a : b;
        HalfStream y = s.fromA ? b : a;
        boolean accepted = settled ? carryOn(s, x, y, t) : gather(s, x, t);
        if (accepted) {
            lastSeen = t.clock.now();
        }
        return accepted;
    }

    /** It has its place in the table: from now on it may tell. */
    void start(Tracking t) {
        if (handshake.complete()) {
            settle(t);
        } else {
            t.grace.add(this, t.clock.now());
        }
    }

    /** Why it ends, if that is not known better from its own frames. */
    CloseReason endReason(CloseReason otherwise) {
        if (otherwise == CloseReason.FINISHED || otherwise == CloseReason.EVICTED) {
            return otherwise;
        }
        if (resetSeen()) {
            return CloseReason.RESET;
        }
        return isEnding() ? CloseReason.FINISHED : otherwise;
    }

    /** A segment before it is known where the data begins. */
    private boolean gather(Segment s, HalfStream x, Tracking t) {
        if (!handshake.accepts(s)) {
            return false;
        }
        handshake.saw(s);
        if (s.captured > 0) {
            x.keepEarly(s.dataSeq(), s, t);
        }
        if (place >= 0 && (handshake.complete() || overdue)) {
            settle(t);
        }
        return true;
    }

    /** A segment of a settled connection. */
    private boolean carryOn(Segment s, HalfStream x, HalfStream y, Tracking t) {
        if (s.has(Segment.SYN)) {
            return repeatedSyn(s, x, y, t);
        }
        boolean acknowledges = s.has(Segment.ACK);
        if (!s.has(Segment.ACK | Segment.RST) || !x.accepts(s)) {
            return false;
        }
        if (acknowledges && !y.acceptsAck(s.ack)) {
            return false;
        }
        x.hear(s);
        handshake.sender(s).sawSpecial(s);
        if (s.has(Segment.RST)) {
            reset(s, x, t);
        } else if (reset != null) {
            reset.doubt(s, x, y);
        }
        if (acknowledges && !Seq.before(s.ack, y.acked)) {
            y.acknowledge(s.ack, s.window);
        }
        if (!s.has(Segment.RST)) {
            makeRoom(s, t);
            x.take(s, t);
        }
        deliver(t);
        return true;
    }

    /** A SYN that was sent or captured twice; anything else would be another connection. */
    private boolean repeatedSyn(Segment s, HalfStream x, HalfStream y, Tracking t) {
        End end = handshake.sender(s);
        if (!end.synSeen || s.seq != end.isn || (s.has(Segment.ACK) && !y.acceptsAck(s.ack))) {
            return false;
        }
        if (s.captured > 0) {
            x.take(s, t);
            deliver(t);
        }
        return true;
    }

    private void reset(Segment s, HalfStream x, Tracking t) {
        if (!resetSeen()) {
            t.grace.add(this, t.clock.now());
        }
        Reset known = reset == null ? new Reset() : reset;
        reset = known;
        known.saw(s, x);
        regular = false;
    }

    boolean resetSeen() {
        return reset != null && reset.isSeen();
    }

    /** See {@link Reset#isExact}. */
    boolean resetExact() {
        return reset != null && reset.isExact();
    }

    /** Places both directions' first bytes with what was seen so far. */
    void settle(Tracking t) {
        Placement atA = Placement.of(handshake.a, handshake.b, a);
        Placement atB = Placement.of(handshake.b, handshake.a, b);
        if (!atA.found() || !atB.found()) {
            overdue = true;
            return;
        }
        settled = true;
        fromStart = atA.proved() && atB.proved();
        t.grace.remove(this);
        nameEnds(t);
        a.place(atA.base(), handshake.a, handshake.b, t);
        b.place(atB.base(), handshake.b, handshake.a, t);
        if (handshake.reset) {
            reset = new Reset(handshake.resetNanos);
            t.grace.add(this, t.clock.now());
        }
        deliver(t);
    }

    private void nameEnds(Tracking t) {
        boolean clientIsA = handshake.clientKnown ? handshake.clientIsA : looksLikeClientA(t);
        a.direction = clientIsA ? Direction.FROM_CLIENT : Direction.FROM_SERVER;
        b.direction = a.direction.opposite();
    }

    /** Where no SYN tells: the end that talks to a known service is the client, else the one with the higher port. */
    private boolean looksLikeClientA(Tracking t) {
        boolean serverA = t.serverPort.test(portOfA());
        boolean serverB = t.serverPort.test(portOfB());
        return serverA == serverB ? portOfA() > portOfB() : serverB;
    }

    /** Tells what can be told, in the order of cause, and sees to holes and to the end. */
    private void deliver(Tracking t) {
        tell(t);
        watch(a, t);
        watch(b, t);
        if (a.isDone() && b.isDone()) {
            over = CloseReason.FINISHED;
        }
        regular = !resetSeen() && over == null && a.isPlain() && b.isPlain();
    }

    /**
     * What was sent after its sender had received some bytes of the other direction is told after those. Where that cannot be (forged
     * acknowledgements can build a ring), one record breaks the ring.
     */
    private void tell(Tracking t) {
        boolean progress = true;
        while (progress) {
            boolean byA = a.tell(b.told, t);
            boolean byB = b.tell(a.told, t);
            progress = byA || byB;
            if (!progress && stuck(a) && !b.hasHole()) {
                a.tellOne(t);
                progress = true;
            } else if (!progress && stuck(b) && !a.hasHole()) {
                b.tellOne(t);
                progress = true;
            }
        }
    }

    private static boolean stuck(HalfStream h) {
        return Seq.before(h.told, h.tellable());
    }

    private void watch(HalfStream h, Tracking t) {
        if (!h.hasHole()) {
            unwatch(h, t);
        } else if (h.hole == null) {
            h.hole = new Hole(h);
            t.grace.add(h.hole, t.clock.now());
        }
    }

    private static void unwatch(HalfStream h, Tracking t) {
        if (h.hole != null) {
            t.grace.remove(h.hole);
            h.hole = null;
        }
    }

    /** The grace for a hole is over: gives up what was acknowledged when it began. */
    void graceOver(Hole hole, Tracking t) {
        hole.half.hole = null;
        giveUp(hole.half, hole.overdueTo, t);
        deliver(t);
    }

    /** The grace for earlier frames, or for what may still come after a reset, is over. */
    void graceOver(Tracking t) {
        if (!settled) {
            settle(t);
        } else if (reset != null && reset.isSeen() && reset.stands()) {
            over = CloseReason.RESET;
        }
    }

    /** Gives up all holes now. */
    void giveUpHoles(Tracking t) {
        if (settled) {
            giveUp(a, a.acked, t);
            giveUp(b, b.acked, t);
            deliver(t);
        }
    }

    /** Under the cap on one connection's bytes, holes that are acknowledged are given up before any byte is. */
    private void makeRoom(Segment s, Tracking t) {
        if (held() + s.captured + OutOfOrderQueue.OVERHEAD > t.limits.maxHeldBytesPerFlow()) {
            giveUp(a, a.acked, t);
            giveUp(b, b.acked, t);
        }
    }

    private void giveUp(HalfStream h, int to, Tracking t) {
        while (h.hasHole() && Seq.before(h.next, to)) {
            tell(t);
            while (stuck(h)) {
                h.tellOne(t);
            }
            h.giveUpHole(t);
        }
    }

    /** Drops what is held for it; whether that was anything. */
    boolean shed(Tracking t) {
        long before = t.heldBytes();
        a.shed(t);
        b.shed(t);
        regular = false;
        return t.heldBytes() < before;
    }

    /** Who takes the bytes; asked for at the first of them. Null if nobody does. */
    @Nullable
    StreamListener listener(long nanos, Tracking t) {
        if (!opened) {
            opened = true;
            listener = t.listener.opened(key(), fromStart, nanos);
            if (listener == null) {
                deaf = true;
                t.held.clear(a);
                t.held.clear(b);
            } else if (tainted != null) {
                listener.tainted(tainted.direction, nanos);
            }
        }
        return listener;
    }

    void tellGap(HalfStream h, int missing, Tracking t) {
        t.counters.gaps++;
        t.counters.gapBytes += missing;
        StreamListener taker = listener(h.toldNanos, t);
        if (taker != null) {
            taker.gap(h.direction, missing, h.toldNanos);
        }
    }

    /** Different bytes were seen for one place. */
    void taint(HalfStream h, Tracking t) {
        if (tainted != null) {
            return;
        }
        tainted = h;
        t.counters.taintedFlows++;
        if (listener != null) {
            listener.tainted(h.direction, t.nanos);
        }
    }

    /** Tells what can still be told and says good-bye. */
    void close(CloseReason reason, Tracking t) {
        t.grace.remove(this);
        if (!settled) {
            settle(t);
        }
        giveUpHoles(t);
        t.grace.remove(this);
        unwatch(a, t);
        unwatch(b, t);
        if (listener != null) {
            listener.closed(reason, reason == CloseReason.RESET && reset != null ? reset.nanos() : t.nanos);
        }
        release(t);
    }

    /** Gives back what it holds. */
    void release(Tracking t) {
        t.grace.remove(this);
        a.release(t);
        b.release(t);
        listener = null;
    }

    /** Whether a row can hold all there is to say about it, and somebody was found to take its bytes, or nobody. */
    boolean isFoldable() {
        return regular && opened && a.sent == a.next && b.sent == b.next;
    }

    /** Who was told its bytes; null if nobody was. */
    @Nullable
    StreamListener toldTo() {
        return listener;
    }

    FlowKey key() {
        return a.direction == Direction.FROM_CLIENT ? new FlowKey(endA(), endB()) : new FlowKey(endB(), endA());
    }
}
