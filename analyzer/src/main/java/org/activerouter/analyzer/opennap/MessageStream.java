package org.activerouter.analyzer.opennap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.activerouter.capture.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one direction into messages, for a subclass to take: {@code <length u16><type u16><data>}, little-endian, {@code length} counting the
 * data only. Bytes come cut anywhere, inside the header too. One thread.
 *
 * <p>A message that lies whole in the given bytes is handed on where it lies. Of one in pieces, only the data are put together
 * that somebody wants, in a buffer of their own length, at most {@value #MAX_COLLECTED} bytes; all other data are counted and
 * passed over, so that a header that promises 65,535 bytes costs nothing.
 *
 * <p>Bytes that are missing inside of a message's data, fewer than it still lacks, do not cost the boundary: the length tells
 * where it is.
 */
abstract class MessageStream {
    private static final int HEADER = 4;
    private static final int MAX_COLLECTED = 2048;

    /** What servers say first is a line; the first message is held to that because it decides whose bytes these are. */
    private static final int MAX_FIRST = MAX_COLLECTED;

    private static final VarHandle LITTLE_ENDIAN_INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Direction from;
    private final int maxLength;

    /** Null while in step. */
    private @Nullable BoundarySearch search;

    private boolean begun;
    private boolean stopped;

    private int headerBytes;
    private int header;
    private long firstNanos;

    private boolean inData;
    private int missing;
    private byte @Nullable [] collected;

    /**
     * A direction of which nothing was seen.
     *
     * @param maxLength what this direction's other end accepts
     * @param fromStart whether the first byte to come is the first of the connection
     */
    MessageStream(Direction from, int maxLength, boolean fromStart) {
        this.from = from;
        this.maxLength = maxLength;
        this.search = fromStart ? null : new BoundarySearch(from, maxLength);
        this.begun = !fromStart;
    }

    /** A direction that goes on in the middle of a message, or at its end. */
    MessageStream(Direction from, int maxLength, NapStanding.Unfinished message) {
        this.from = from;
        this.maxLength = maxLength;
        this.begun = true;
        this.inData = message.missing() > 0;
        this.missing = message.missing();
        this.headerBytes = message.headerBytes();
        this.header = inData ? message.type() << 16 | message.length() : message.header();
    }

    /** Whether the data of such a message are wanted even where they have to be put together from pieces. */
    abstract boolean wants(int type);

    /**
     * One message.
     *
     * @param data holds its data at {@code offset}, during the call; null where they were not wanted, are too long, or were
     *     damaged by a gap
     * @param firstNanos stamp of its first byte
     * @param lastNanos stamp of its last byte
     */
    abstract void message(int type, int length, @Nullable ByteBuffer data, int offset, long firstNanos, long lastNanos);

    /** The boundary is lost. */
    abstract void lostStep(String reason, long nanos);

    /** A boundary is proven; its messages follow. */
    abstract void foundStep(long nanos);

    /** These bytes cannot be this protocol's. */
    abstract void notMine(long nanos);

    /** No boundary can be found any more. */
    abstract void unreadable(long nanos);

    int fetch() {
        return missing;
    }

    /** Whether the boundary is known. */
    boolean inStep() {
        return search == null;
    }

    /** What has been read of the next message; only in step. */
    NapStanding.Unfinished unfinished() {
        if (inData) {
            return new NapStanding.Unfinished(0, 0, type(), length(), missing);
        }
        return headerBytes == 0
                ? NapStanding.Unfinished.NOTHING
                : new NapStanding.Unfinished(headerBytes, header, -1, 0, 0);
    }

    /** No more bytes are wanted. */
    void stop() {
        stopped = true;
        collected = null;
        search = null;
    }

    /** The next bytes; leaves the buffer's position where it was. */
    void bytes(ByteBuffer bytes, long nanos) {
        int before = bytes.position();
        while (bytes.hasRemaining() && !stopped) {
            if (search == null) {
                inStep(bytes, nanos);
            } else {
                searching(search, bytes, nanos);
            }
        }
        bytes.position(before);
    }

    private void inStep(ByteBuffer bytes, long nanos) {
        if (inData) {
            continueData(bytes, nanos);
        } else if (headerBytes > 0 || bytes.remaining() < HEADER) {
            continueHeader(bytes, nanos);
        } else {
            wholeMessages(bytes, nanos);
        }
    }

    /** The fast way: message by message in the buffer itself. Leaves the position behind the last that was whole. */
    private void wholeMessages(ByteBuffer bytes, long nanos) {
        int at = bytes.position();
        int limit = bytes.limit();
        while (limit - at >= HEADER) {
            int found = (int) LITTLE_ENDIAN_INT.get(bytes, at);
            int length = found & 0xFFFF;
            int end = at + HEADER + length;
            if (length > maxLength || !begun || end > limit) {
                break;
            }
            message(found >>> 16, length, bytes, at + HEADER, nanos, nanos);
            at = end;
            if (stopped) {
                break;
            }
        }
        bytes.position(at);
        if (limit - at >= HEADER && !stopped) {
            continueHeader(bytes, nanos);
        }
    }

    private void continueHeader(ByteBuffer bytes, long nanos) {
        if (headerBytes == 0) {
            firstNanos = nanos;
            header = 0;
        }
        while (headerBytes < HEADER && bytes.hasRemaining()) {
            header |= (bytes.get() & 0xFF) << (8 * headerBytes);
            headerBytes++;
        }
        if (headerBytes == HEADER) {
            headerBytes = 0;
            beginData(nanos);
        }
    }

    private int length() {
        return header & 0xFFFF;
    }

    private int type() {
        return header >>> 16;
    }

    private void beginData(long nanos) {
        if (!begun && (MessageContent.of(from, type()) == MessageContent.UNKNOWN || length() > MAX_FIRST)) {
            notMine(nanos);
        } else if (length() > maxLength) {
            lose("a message of " + length() + " bytes, longer than servers accept", nanos);
        } else {
            inData = true;
            missing = length();
            boolean wanted = !begun || wants(type());
            collected = wanted && length() <= MAX_COLLECTED ? new byte[length()] : null;
            if (missing == 0) {
                endData(nanos);
            }
        }
    }

    private void continueData(ByteBuffer bytes, long nanos) {
        int count = Math.min(missing, bytes.remaining());
        if (collected == null) {
            bytes.position(bytes.position() + count);
        } else {
            bytes.get(collected, length() - missing, count);
        }
        missing -= count;
        if (missing == 0) {
            endData(nanos);
        }
    }

    private void endData(long nanos) {
        inData = false;
        ByteBuffer data = collected == null ? null : ByteBuffer.wrap(collected);
        collected = null;
        boolean first = !begun;
        begun = true;
        if (first && data != null && isRefuted(data)) {
            notMine(nanos);
        } else {
            message(type(), length(), data, 0, firstNanos, nanos);
        }
    }

    private boolean isRefuted(ByteBuffer data) {
        return MessageContent.of(from, type()).examine(data, 0, length()) == MessageContent.Finding.REFUTED;
    }

    /** Bytes are missing here. */
    void gap(long missingBytes, long nanos) {
        if (stopped) {
            return;
        }
        if (search != null) {
            search.gap();
        } else if (inData && missingBytes <= missing) {
            collected = null;
            missing -= (int) missingBytes;
            if (missing == 0) {
                endData(nanos);
            }
        } else {
            lose(missingBytes + " bytes are missing at a message boundary", nanos);
        }
    }

    private void lose(String reason, long nanos) {
        inData = false;
        headerBytes = 0;
        collected = null;
        begun = true;
        search = new BoundarySearch(from, maxLength);
        lostStep(reason, nanos);
    }

    /** Messages that were part of the proof carry the stamp of the moment they became readable. */
    private void searching(BoundarySearch boundary, ByteBuffer bytes, long nanos) {
        if (boundary.take(bytes)) {
            search = null;
            foundStep(nanos);
            wholeMessages(boundary.proof(), nanos);
        } else if (boundary.isHopeless()) {
            unreadable(nanos);
        }
    }
}
