package org.activerouter.capture.tcp;

import static org.activerouter.capture.tcp.Rows.high;
import static org.activerouter.capture.tcp.Rows.low;
import static org.activerouter.capture.tcp.Rows.pack;

import java.util.Arrays;
import org.activerouter.capture.Direction;
import org.jspecify.annotations.Nullable;

/**
 * The fast path: connections about which there is nothing to say, and nearly every segment of theirs.
 *
 * <p>With tens of thousands of connections their state does not fit into the processor's caches, and a segment costs what it has to wait
 * for memory. The objects of a connection ({@link Flow}, two {@link HalfStream}s and what lies between them) are a dozen cache lines.
 * So a connection is <i>folded</i> while it is plain: nothing out of order, no end in sight, everything told that is acknowledged. What
 * the next segment needs then lies in its row, together with the key that finds it, and the objects are not touched:
 *
 * <pre>
 * 0      1      2          3                    4 .. 9        10 .. 15
 * end a  end b  last seen  turn | what it is    what a sends  what b sends
 *
 * next | acknowledged     right edge of the window | widest window     head | tail in HeldBlocks
 * timestamp | window, stamped     when it was heard last     time of what was told last
 * </pre>
 *
 * <p>A segment is taken here if it is the very next one, whole, in the window, with nothing but data and an acknowledgement. Any other unfolds
 * the connection: the objects take over what stands in the row, and are the truth until they are found plain again. Whoever
 * wants to look at a {@link Flow} unfolds it first; that costs nothing but a slower next segment.
 */
final class PlainFlows {
    static final int KEY_A = 0;
    static final int KEY_B = 1;
    private static final int LAST_SEEN = 2;
    static final int KIND = 3;
    private static final int A = 4;
    private static final int B = 10;

    private static final int PLACES = 0;
    private static final int WINDOW = 1;
    private static final int HELD = 2;
    private static final int STAMP = 3;
    private static final int HEARD_NANOS = 4;
    private static final int TOLD_NANOS = 5;

    /** What an entry is, in the lower half of {@link #KIND}; the upper is when it was fetched last, in batches. */
    static final int IPV6 = 1;

    private static final int FOLDED = 2;
    private static final int A_IS_CLIENT = 4;

    /** Beside the window, which has 16 bits. */
    private static final int STAMPED = 1 << 16;

    /** After so many batches others have taken its place in the nearer caches; measured: 32 took 8 % more time. */
    private static final int STALE_TURNS = 6;

    private static final int WINDOW_MASK = 0xFFFF;

    private final Rows rows;
    private final Tracking tracking;
    private final HeldQueue queue = new HeldQueue();

    /** Who takes the bytes of a folded connection; null if nobody does. */
    private @Nullable StreamListener[] listeners = new @Nullable StreamListener[1024];

    PlainFlows(Tracking tracking) {
        this.tracking = tracking;
        this.rows = tracking.rows;
    }

    private boolean isFolded(Flow flow) {
        return flow.id >= 0 && (rows.of(flow.id)[Rows.at(flow.id) + KIND] & FOLDED) != 0;
    }

    /** Puts a connection into its row if it is plain, and in the table. */
    void fold(Flow flow) {
        if (flow.id < 0 || !flow.isFoldable()) {
            return;
        }
        long[] row = rows.of(flow.id);
        int at = Rows.at(flow.id);
        row[at + LAST_SEEN] = flow.lastSeen;
        row[at + KIND] |= FOLDED | (flow.a.direction == Direction.FROM_CLIENT ? A_IS_CLIENT : 0);
        fold(flow.a, row, at + A);
        fold(flow.b, row, at + B);
        if (flow.id >= listeners.length) {
            listeners = Arrays.copyOf(listeners, Math.max(listeners.length * 2, flow.id + 1));
        }
        listeners[flow.id] = flow.toldTo();
    }

    private static void fold(HalfStream h, long[] row, int at) {
        row[at + PLACES] = pack(h.next, h.acked);
        row[at + WINDOW] = pack(h.windowEnd, h.reach);
        row[at + HELD] = pack(h.head, h.tail);
        row[at + STAMP] = pack(h.stampValue, h.window | h.shift << 20 | (h.stamped ? STAMPED : 0));
        row[at + HEARD_NANOS] = h.heardNanos;
        row[at + TOLD_NANOS] = h.toldNanos;
    }

    /** Makes the objects of a connection the truth about it. */
    void unfold(Flow flow) {
        if (!isFolded(flow)) {
            return;
        }
        long[] row = rows.of(flow.id);
        int at = Rows.at(flow.id);
        row[at + KIND] &= ~(FOLDED | A_IS_CLIENT);
        flow.lastSeen = row[at + LAST_SEEN];
        unfold(flow.a, row, at + A);
        unfold(flow.b, row, at + B);
        listeners[flow.id] = null;
    }

    private static void unfold(HalfStream h, long[] row, int at) {
        h.next = high(row[at + PLACES]);
        h.acked = low(row[at + PLACES]);
        h.told = h.acked;
        h.sent = h.next;
        h.windowEnd = high(row[at + WINDOW]);
        h.reach = low(row[at + WINDOW]);
        h.head = high(row[at + HELD]);
        h.tail = low(row[at + HELD]);
        h.stampValue = high(row[at + STAMP]);
        h.window = low(row[at + STAMP]) & WINDOW_MASK;
        h.stamped = (row[at + STAMP] & STAMPED) != 0;
        h.heardNanos = row[at + HEARD_NANOS];
        h.toldNanos = row[at + TOLD_NANOS];
    }

    /** Clock time of the last segment that was accepted. */
    long lastSeen(Entry entry) {
        return entry instanceof Flow flow && isFolded(flow)
                ? rows.of(flow.id)[Rows.at(flow.id) + LAST_SEEN]
                : entry.lastSeen;
    }

    /** Bytes of memory held for a connection. */
    int held(Flow flow) {
        return isFolded(flow) ? held(rows.of(flow.id), Rows.at(flow.id)) : flow.held();
    }

    private static int held(long[] row, int at) {
        long a = row[at + A + PLACES];
        long b = row[at + B + PLACES];
        return high(a) - low(a) + high(b) - low(b);
    }

    /** Notes that a connection has a segment; its listener if that was quiet so long that it has left the processor's cache. */
    @Nullable
    StreamListener wake(int id, int turn) {
        long[] row = rows.of(id);
        int kind = Rows.at(id) + KIND;
        long before = row[kind];
        row[kind] = pack(turn, low(before));
        return (before & FOLDED) != 0 && turn - high(before) > STALE_TURNS ? listeners[id] : null;
    }

    /** Takes a segment of a folded connection if it is the next, and nothing else; false, without any effect, if not. */
    boolean advance(int id, Segment s) {
        long[] row = rows.of(id);
        int at = Rows.at(id);
        int x = at + (s.fromA ? A : B);
        int y = at + (s.fromA ? B : A);
        int kind = low(row[at + KIND]);
        int end = s.seq + s.length;
        int acked = low(row[y + PLACES]);
        if ((kind & FOLDED) == 0
                || s.seq != high(row[x + PLACES])
                || (s.flags & Segment.CONTROL) != Segment.ACK
                || s.captured != s.length
                || high(row[x + WINDOW]) - end < 0
                || s.ack - acked < 0
                || high(row[y + PLACES]) - s.ack < 0
                || (s.length > 0 && !fits(held(row, at) + s.length))) {
            return false;
        }
        row[at + LAST_SEEN] = tracking.clock.now();
        row[x + HEARD_NANOS] = s.nanos;
        if (s.stamped) {
            row[x + STAMP] = pack(s.stampValue, low(row[x + STAMP]) | STAMPED);
        }
        acknowledge(row, y, s);
        if (s.ack != acked) {
            tell(listeners[id], directionOf(!s.fromA, kind), row, y, s.ack);
        }
        if (s.length > 0) {
            append(listeners[id], row, x, s);
        }
        return true;
    }

    /** Whether so much of one connection can be held without letting go of anything. */
    private boolean fits(int held) {
        return held <= tracking.limits.maxHeldBytesPerFlow() && !tracking.full(HeldBlocks.mostFor(held));
    }

    private static Direction directionOf(boolean fromA, int kind) {
        return fromA == ((kind & A_IS_CLIENT) != 0) ? Direction.FROM_CLIENT : Direction.FROM_SERVER;
    }

    /** As {@link HalfStream#acknowledge}, but for what was acknowledged. */
    private static void acknowledge(long[] row, int y, Segment s) {
        int stamp = low(row[y + STAMP]);
        int wide = s.window << (stamp >>> 20);
        int windowEnd = high(row[y + WINDOW]);
        int reach = low(row[y + WINDOW]);
        row[y + WINDOW] = pack(Seq.later(windowEnd, s.ack + wide), Math.max(reach, wide));
        row[y + STAMP] = (row[y + STAMP] & ~WINDOW_MASK) | s.window;
    }

    /** There is no hole in either direction, so all is told in the order of cause by itself. */
    private void tell(@Nullable StreamListener listener, Direction from, long[] row, int y, int ack) {
        HeldBlocks held = tracking.held;
        int told = low(row[y + PLACES]);
        row[y + PLACES] = pack(high(row[y + PLACES]), ack);
        if (listener == null) {
            return;
        }
        HeldQueue bytes = queue(row, y);
        long nanos = row[y + TOLD_NANOS];
        while (told != ack) {
            held.settle(bytes);
            int count = Math.min(held.length(bytes), ack - told);
            nanos = tracking.toldAt(nanos, held.nanos(bytes));
            listener.bytes(from, held.view(bytes, count), nanos);
            told += count;
            held.consume(bytes, count);
        }
        row[y + TOLD_NANOS] = nanos;
        row[y + HELD] = pack(bytes.head, bytes.tail);
    }

    private void append(@Nullable StreamListener listener, long[] row, int x, Segment s) {
        if (listener != null) {
            HeldQueue bytes = queue(row, x);
            tracking.held.allow(tracking.limits.maxHeldBytes() - tracking.earlyBytes);
            tracking.held.append(bytes, s.seq, s.frames, s.payload, s.length, s.ack, s.nanos);
            row[x + HELD] = pack(bytes.head, bytes.tail);
        }
        row[x + PLACES] = pack(s.seq + s.length, low(row[x + PLACES]));
    }

    private HeldQueue queue(long[] row, int at) {
        queue.head = high(row[at + HELD]);
        queue.tail = low(row[at + HELD]);
        return queue;
    }
}
