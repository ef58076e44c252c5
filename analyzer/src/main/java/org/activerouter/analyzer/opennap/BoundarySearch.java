package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.activerouter.capture.Direction;

/**
 * Looks for a message boundary in the bytes of one direction after the boundary was lost. One thread.
 *
 * <p>Each place is a candidate. It is proven when at least {@value #CHAIN} messages follow each other from there without a
 * contradiction, of types that belong to this direction, each with the data its type should have, at least one of them with
 * data at all (see {@link MessageContent}). Messages of unknown types are legal on the wire; here they refute, because they would
 * prove nothing.
 *
 * <p>A proof must fit into {@value #SPAN} bytes. Which boundary is found, and with which byte, depends on the bytes alone and
 * not on how they were cut: the earliest byte that completes any proof decides, then the earliest candidate.
 */
final class BoundarySearch {
    private static final int CHAIN = 3;
    private static final int HEADER = 4;

    /** Three messages of the greatest length a server accepts. */
    private static final int SPAN = CHAIN * (HEADER + 2048);

    /** A run of empty messages proves nothing, and must not be walked for ever. */
    private static final int LONGEST_CHAIN = 16;

    /** Where no boundary was found in so many bytes, none will be: they are not readable. */
    private static final int GIVE_UP = 256 * 1024;

    private static final int FIRST_WINDOW = 512;
    private static final int UNDECIDED = -1;
    private static final int REFUTED = -2;

    private final Direction from;
    private final int maxLength;
    private byte[] window = new byte[FIRST_WINDOW];
    private ByteBuffer view = ByteBuffer.wrap(window);
    private int size;
    private int candidate;
    private int scanned;
    private int provenEnd;

    /** Nothing searched yet; {@code maxLength} is what the other end of this direction accepts. */
    BoundarySearch(Direction from, int maxLength) {
        this.from = from;
        this.maxLength = maxLength;
    }

    /** Bytes are missing: nothing before this point can be part of a proof. */
    void gap() {
        size = 0;
        candidate = 0;
    }

    /** Whether so much was searched in vain that there is nothing to be found. */
    boolean isHopeless() {
        return scanned == GIVE_UP;
    }

    /** Takes bytes until a boundary is proven, at most to their limit. Then {@link #proof} has the messages. */
    boolean take(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !isHopeless()) {
            int wanted = Math.min(bytes.remaining(), GIVE_UP - scanned);
            makeRoom(wanted);
            int taken = Math.min(wanted, window.length - size);
            bytes.get(window, size, taken);
            size += taken;
            scanned += taken;
            if (isProven()) {
                bytes.position(bytes.position() - (size - provenEnd));
                return true;
            }
        }
        return false;
    }

    /** The messages that have proven the boundary; valid until more bytes are taken. */
    ByteBuffer proof() {
        return ByteBuffer.wrap(window, candidate, provenEnd - candidate);
    }

    private void makeRoom(int wanted) {
        if (window.length - size >= wanted || (window.length - size > 0 && window.length == 2 * SPAN)) {
            return;
        }
        if (window.length < 2 * SPAN) {
            int length = Math.min(2 * SPAN, Math.max(window.length * 2, size + wanted));
            window = Arrays.copyOf(window, length);
            view = ByteBuffer.wrap(window);
        } else {
            forget(size - SPAN);
        }
    }

    /** Drops candidates from which nothing can be proven any more within the span. */
    private void forget(int bytes) {
        System.arraycopy(window, bytes, window, 0, size - bytes);
        size -= bytes;
        candidate = Math.max(0, candidate - bytes);
    }

    private boolean isProven() {
        int best = Integer.MAX_VALUE;
        int bestStart = 0;
        int firstUndecided = Math.max(candidate, size - HEADER + 1);
        for (int start = candidate; start + HEADER <= size; start++) {
            int end = walk(start);
            if (end >= 0 && end < best) {
                best = end;
                bestStart = start;
            } else if (end == UNDECIDED && start < firstUndecided) {
                firstUndecided = start;
            }
        }
        boolean proven = best != Integer.MAX_VALUE;
        candidate = proven ? bestStart : firstUndecided;
        provenEnd = best;
        return proven;
    }

    /** Where the proof from this candidate ends; or {@link #UNDECIDED} or {@link #REFUTED}. */
    private int walk(int start) {
        int at = start;
        boolean confirmed = false;
        for (int messages = 0; messages < LONGEST_CHAIN; messages++) {
            if (messages >= CHAIN && confirmed) {
                return at;
            }
            if (at + HEADER > size) {
                return UNDECIDED;
            }
            int length = unsignedShort(at);
            MessageContent content = MessageContent.of(from, unsignedShort(at + 2));
            int end = at + HEADER + length;
            if (!content.admits(length) || length > maxLength || end - start > SPAN) {
                return REFUTED;
            }
            if (end > size) {
                return UNDECIDED;
            }
            MessageContent.Finding finding = content.examine(view, at + HEADER, length);
            if (finding == MessageContent.Finding.REFUTED) {
                return REFUTED;
            }
            confirmed |= finding == MessageContent.Finding.CONFIRMED;
            at = end;
        }
        return REFUTED;
    }

    private int unsignedShort(int at) {
        return (window[at] & 0xFF) | ((window[at + 1] & 0xFF) << 8);
    }
}
