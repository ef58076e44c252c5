package org.activerouter.capture.tcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that came before those in front of them. The slow path: plain objects.
 *
 * <p>Overlaps are settled as {@code tcp_data_queue_ofo} of Linux (net/ipv4/tcp_input.c) does, because what counts is what the
 * receiver reads. Pieces are sorted, and none lies wholly inside another. One thing is not followed: on its way down its tree Linux also
 * joins a segment to a piece that it adjoins when a third lies across the seam, so there the shape of the tree decides. That takes
 * conflicting copies, and the connection is tainted anyway.
 */
final class OutOfOrderQueue {
    /** What a part costs beside its bytes, roughly: three objects and their fields. */
    static final int OVERHEAD = 96;

    /** Bytes of one segment; several that adjoin exactly make a piece, as Linux coalesces them. */
    record Part(int seq, ByteBuffer bytes, int ack, long nanos) {
        int end() {
            return seq + bytes.capacity();
        }
    }

    private static final class Piece {
        private final List<Part> parts = new ArrayList<>(1);
        private int end;

        private int seq() {
            return parts.getFirst().seq;
        }

        private void append(Part part) {
            parts.add(part);
            end = part.end();
        }
    }

    private final List<Piece> pieces = new ArrayList<>();
    private int cost;

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** What it all costs in memory, roughly. */
    int cost() {
        return cost;
    }

    /** The lowest sequence number; not to be asked of an empty queue. */
    int first() {
        return pieces.getFirst().seq();
    }

    /** When the first piece was captured. */
    long firstNanos() {
        return pieces.getFirst().parts.getFirst().nanos;
    }

    /** Bytes held, without what holding them costs. */
    long bytes() {
        long sum = 0;
        for (Piece piece : pieces) {
            sum += piece.end - piece.seq();
        }
        return sum;
    }

    /** The first piece's parts, taken out, if it starts at or before a place; else null. */
    @Nullable
    List<Part> poll(int next) {
        if (pieces.isEmpty() || Seq.after(first(), next)) {
            return null;
        }
        Piece piece = pieces.removeFirst();
        cost -= cost(piece);
        return piece.parts;
    }

    /** Takes a part in, or not, as Linux would. */
    void add(Part part) {
        int index = lastAtOrBefore(part.seq);
        Piece before = index < 0 ? null : pieces.get(index);
        if (before != null && !Seq.after(part.end(), before.end)) {
            return;
        }
        cost += cost(part);
        if (before != null && before.end == part.seq) {
            before.append(part);
            dropCovered(index, part.end());
            return;
        }
        if (before != null && before.seq() == part.seq) {
            cost -= cost(pieces.remove(index));
            index--;
        }
        Piece piece = new Piece();
        piece.append(part);
        pieces.add(index + 1, piece);
        dropCovered(index + 1, part.end());
    }

    private void dropCovered(int by, int end) {
        int after = by + 1;
        while (after < pieces.size() && !Seq.after(pieces.get(after).end, end)) {
            cost -= cost(pieces.remove(after));
        }
    }

    /** Whether bytes from {@code from} on differ between a new part and any that is here. */
    boolean differs(Part part, int from) {
        for (int i = Math.max(0, lastAtOrBefore(part.seq)); i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (!Seq.before(piece.seq(), part.end())) {
                return false;
            }
            if (Seq.after(piece.end, part.seq) && differs(piece, part, from)) {
                return true;
            }
        }
        return false;
    }

    private static boolean differs(Piece piece, Part other, int from) {
        for (Part part : piece.parts) {
            int start = Seq.later(from, Seq.later(part.seq, other.seq));
            int end = Seq.earlier(part.end(), other.end());
            if (Seq.before(start, end)
                    && !part.bytes
                            .slice(start - part.seq, end - start)
                            .equals(other.bytes.slice(start - other.seq, end - start))) {
                return true;
            }
        }
        return false;
    }

    /** Index of the last piece that starts at or before a place, -1 if there is none. */
    private int lastAtOrBefore(int seq) {
        int low = 0;
        int high = pieces.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Seq.after(pieces.get(middle).seq(), seq)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low - 1;
    }

    private static int cost(Piece piece) {
        int sum = 0;
        for (Part part : piece.parts) {
            sum += cost(part);
        }
        return sum;
    }

    private static int cost(Part part) {
        return OVERHEAD + part.bytes.capacity();
    }
}
