package org.activerouter.capture.tcp;

import java.nio.ByteBuffer;
import java.util.List;
import org.activerouter.capture.Direction;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that one end sends, up to where the other end has acknowledged them. In the names of RFC 9293: {@link #told} follows
 * SND.UNA, {@link #next} is RCV.NXT as far as the capture knows.
 */
final class HalfStream extends HeldQueue {
    final Flow flow;
    final boolean fromA;
    Direction direction = Direction.FROM_CLIENT;

    /** The first sequence number that is not captured in order. */
    int next;

    /** The highest that the receiver has acknowledged. */
    int acked;

    /** The highest that the sender was seen to use. */
    int sent;

    /** The right edge of the receiver's window. */
    int windowEnd;

    /** The widest window the receiver has had; how far segments may be off without being false. */
    int reach;

    /** The receiver's window as last seen, and its shift. */
    int window;

    int shift;

    long toldNanos = Long.MIN_VALUE;

    /** The sender's last timestamp option. */
    boolean stamped;

    int stampValue;

    /** When the sender's last segment was captured. */
    long heardNanos = Long.MIN_VALUE;

    /** A FIN was seen at {@link #fin}; it counts once everything before it is there ({@link #finished}). */
    boolean finSeen;

    int fin;
    boolean finished;

    /** The hole that is waited for. */
    @Nullable
    Hole hole;

    @Nullable
    OutOfOrderQueue early;

    HalfStream(Flow flow, boolean fromA) {
        this.flow = flow;
        this.fromA = fromA;
    }

    /** It is known where the data begins: what was seen until then counts. */
    void place(int base, End sender, End receiver, Tracking t) {
        next = base;
        told = base;
        sent = sender.seen ? Seq.later(sender.end, base) : base;
        shift = flow.handshake.shift(receiver, sender);
        reach = flow.handshake.reach(receiver, sender);
        window = receiver.window;
        boolean usable = receiver.acking && Seq.within(receiver.highestAck, base, sent + reach);
        acked = usable ? receiver.highestAck : base;
        windowEnd = acked + reach;
        stamped = sender.stamped;
        stampValue = sender.stampValue;
        heardNanos = sender.heardNanos;
        finSeen = sender.finSeen && !Seq.before(sender.fin, base);
        fin = sender.fin;
        drain(t);
    }

    /** Takes the segment's acknowledgement of this stream and the window that goes with it. */
    void acknowledge(int ack, int rawWindow) {
        int wide = rawWindow << shift;
        window = rawWindow;
        acked = ack;
        if (ack + wide - windowEnd > 0) {
            windowEnd = ack + wide;
        }
        if (wide > reach) {
            reach = wide;
        }
    }

    /** Whether a segment of the sender can be true: near the receiver's window (RFC 9293 section 3.10.7.4). */
    boolean accepts(Segment s) {
        int slack = slack();
        return Seq.within(s.end(), acked - slack, windowEnd + slack)
                && Seq.within(s.seq, acked - slack, windowEnd + slack);
    }

    /** Whether the receiver may acknowledge this: not long ago, nor far beyond what was sent. */
    boolean acceptsAck(int ack) {
        int slack = slack();
        return Seq.within(ack, acked - slack, Seq.later(sent, acked) + slack);
    }

    /** No more than half the span that can be told apart is ever granted. */
    private int slack() {
        return Math.min(reach, 1 << 29);
    }

    /** A segment of the sender was captured. */
    void hear(Segment s) {
        heardNanos = s.nanos;
        if (s.stamped) {
            stamped = true;
            stampValue = s.stampValue;
        }
    }

    /** Whether acknowledged bytes are missing. Behind the FIN there are none, whatever a later acknowledgement says. */
    boolean hasHole() {
        return !finished && Seq.after(acked, next);
    }

    /** Whether nothing keeps this direction from the fast path. */
    boolean isPlain() {
        return !hasHole() && !finSeen && early == null;
    }

    /** Whether everything including the FIN was told and acknowledged. */
    boolean isDone() {
        return finished && told == next;
    }

    /** Bytes of memory that this direction holds, roughly. */
    int held() {
        return next - told + (early == null ? 0 : early.cost());
    }

    private boolean append(ByteBuffer from, int at, int length, int ack, long nanos, Tracking t) {
        int stored = length;
        if (!flow.deaf) {
            stored = flow.held() + length > t.limits.maxHeldBytesPerFlow() ? 0 : hold(from, at, length, ack, nanos, t);
            t.counters.heldBytesGivenUp += length - stored;
        }
        next += stored;
        return stored == length;
    }

    private int hold(ByteBuffer from, int at, int length, int ack, long nanos, Tracking t) {
        int stored = 0;
        do {
            t.held.allow(t.limits.maxHeldBytes() - t.earlyBytes);
            stored += t.held.append(this, next + stored, from, at + stored, length - stored, ack, nanos);
        } while (stored < length && t.relieve(flow));
        return stored;
    }

    /** Takes a segment's bytes and FIN, wherever they belong. */
    void take(Segment s, Tracking t) {
        sent = Seq.later(sent, s.end());
        if (s.captured > 0) {
            take(s.dataSeq(), s, t);
        }
        if (s.has(Segment.FIN) && !finished && !Seq.before(s.finSeq(), next)) {
            finSeen = true;
            fin = s.finSeq();
        }
        drain(t);
    }

    private void take(int seq, Segment s, Tracking t) {
        if (finished && Seq.after(seq + s.captured, fin)) {
            contradict(Seq.after(acked, fin), t);
            return;
        }
        int known = Math.clamp((long) next - seq, 0, s.captured);
        if (known > 0) {
            compare(seq, seq + known, s.frames, s.payload, t);
        }
        if (known == s.captured) {
            return;
        }
        if (Seq.after(seq, next)) {
            keepEarly(seq, s, t);
        } else {
            append(s.frames, s.payload + known, s.captured - known, s.ack, s.nanos, t);
        }
    }

    /** Another copy of bytes that are held: of those not acknowledged yet, none may differ. */
    private void compare(int from, int to, ByteBuffer copy, int at, Tracking t) {
        int start = Seq.later(from, Seq.later(acked, told));
        contradict(!t.held.differs(this, start, to, copy, at + (start - from)), t);
    }

    private void contradict(boolean harmless, Tracking t) {
        if (!harmless) {
            flow.taint(this, t);
        }
    }

    /** Keeps bytes that came before those in front of them. */
    void keepEarly(int seq, Segment s, Tracking t) {
        int cost = s.captured + OutOfOrderQueue.OVERHEAD;
        if (flow.held() + cost > t.limits.maxHeldBytesPerFlow() || !roomFor(cost, t)) {
            t.counters.heldBytesGivenUp += s.captured;
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(s.captured);
        s.frames.get(s.payload, copy.array(), 0, s.captured);
        OutOfOrderQueue.Part part = new OutOfOrderQueue.Part(seq, copy, s.ack, s.nanos);
        if (early == null) {
            early = new OutOfOrderQueue();
        }
        int from = flow.settled ? Seq.later(acked, told) : seq;
        contradict(!early.differs(part, from), t);
        t.earlyBytes -= early.cost();
        early.add(part);
        t.earlyBytes += early.cost();
    }

    private boolean roomFor(int cost, Tracking t) {
        while (t.full(cost)) {
            if (!t.relieve(flow)) {
                return false;
            }
        }
        return true;
    }

    /** Moves what is in order now out of the out-of-order queue, as {@code tcp_ofo_queue} of Linux does; then the FIN. */
    void drain(Tracking t) {
        if (early != null) {
            t.earlyBytes -= early.cost();
            for (List<OutOfOrderQueue.Part> parts = early.poll(next); parts != null; parts = early.poll(next)) {
                for (OutOfOrderQueue.Part part : parts) {
                    appendEarly(part, t);
                }
            }
            t.earlyBytes += early.cost();
            if (early.isEmpty()) {
                // A direction that has one is not plain.
                early = null;
            }
        }
        if (finSeen && !finished && next == fin) {
            finished = true;
            next++;
        } else if (finSeen && Seq.after(next, fin) && !finished) {
            finSeen = false;
        }
    }

    private void appendEarly(OutOfOrderQueue.Part part, Tracking t) {
        int known = next - part.seq();
        int length = part.bytes().capacity();
        if (known < 0 || finished) {
            // The part before it found no room, or lay behind the end of the stream.
            t.counters.heldBytesGivenUp += length;
            return;
        }
        compare(part.seq(), part.seq() + Math.min(known, length), part.bytes(), 0, t);
        if (known < length) {
            append(part.bytes(), known, length - known, part.ack(), part.nanos(), t);
        }
    }

    /** Where telling must stop: what is both in order and acknowledged. */
    int tellable() {
        return Seq.earlier(acked, finished ? fin : next);
    }

    /**
     * Tells what is in order and acknowledged.
     *
     * @param peerTold do not tell what was sent when more than this of the other direction was known to its sender
     * @return whether anything could be told
     */
    boolean tell(int peerTold, Tracking t) {
        int from = told;
        int limit = tellable();
        while (Seq.before(told, limit) && !flow.deaf) {
            t.held.settle(this);
            if (Seq.after(t.held.ack(this), peerTold)) {
                break;
            }
            tellRecord(limit, t);
        }
        return passFin(from, limit);
    }

    /** Tells one record without regard to the other direction. */
    void tellOne(Tracking t) {
        int limit = tellable();
        if (Seq.before(told, limit)) {
            if (!flow.deaf) {
                t.held.settle(this);
                tellRecord(limit, t);
            }
            passFin(told, limit);
        }
    }

    private boolean passFin(int from, int limit) {
        if (flow.deaf) {
            told = limit;
        }
        if (finished && told == fin && Seq.after(acked, fin)) {
            told = next;
        }
        return told != from;
    }

    private void tellRecord(int limit, Tracking t) {
        int count = Math.min(t.held.length(this), limit - told);
        toldNanos = t.toldAt(toldNanos, t.held.nanos(this));
        StreamListener listener = flow.listener(toldNanos, t);
        if (listener == null) {
            return;
        }
        listener.bytes(direction, t.held.view(this, count), toldNanos);
        told += count;
        t.held.consume(this, count);
    }

    /** Gives up the first hole: what lies behind it is next. All before it has been told. */
    void giveUpHole(Tracking t) {
        int to = acked;
        long nanos = t.nanos;
        if (early != null && Seq.before(early.first(), to)) {
            to = early.first();
            nanos = early.firstNanos();
        }
        if (finSeen && Seq.before(fin, to)) {
            to = fin;
        }
        toldNanos = t.toldAt(toldNanos, nanos);
        flow.tellGap(this, to - next, t);
        next = to;
        told = to;
        sent = Seq.later(sent, to);
        drain(t);
    }

    /** Gives back what it holds; nothing more happens if that has been done. */
    void release(Tracking t) {
        t.held.clear(this);
        if (early != null) {
            t.earlyBytes -= early.cost();
            early = null;
        }
    }

    /** Drops all that is held, as if it had never been captured. */
    void shed(Tracking t) {
        t.counters.heldBytesGivenUp += next - told + (early == null ? 0 : early.bytes());
        release(t);
        if (!isDone()) {
            next = told;
            finished = false;
        }
    }
}
