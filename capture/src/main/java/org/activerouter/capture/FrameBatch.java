package org.activerouter.capture;

import java.nio.ByteBuffer;

/**
 * Up to {@link #CAPACITY} captured frames that lie in one buffer, described by parallel arrays.
 *
 * <p>A flyweight: sources fill one again and again, so that no frame costs an object. Valid until the source is asked for
 * the next batch. One thread at a time.
 */
public class FrameBatch {
    /** Frames in a full batch: enough to spread the cost of a hand-over thin, few enough to stay in the cache. */
    public static final int CAPACITY = 256;

    private final int[] offsets = new int[CAPACITY];
    private final int[] capturedLengths = new int[CAPACITY];
    private final int[] wireLengths = new int[CAPACITY];
    private final long[] nanos = new long[CAPACITY];
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int linkType;
    private int size;

    /** An empty batch. */
    public FrameBatch() {}

    /**
     * Empties the batch and names what is to follow.
     *
     * @param frames where the frames lie; absolute reads only, in network byte order
     * @param dataLinkType libpcap's DLT number of all frames in the batch
     */
    public void begin(ByteBuffer frames, int dataLinkType) {
        buffer = frames;
        linkType = dataLinkType;
        size = 0;
    }

    /**
     * Appends one frame. The caller has checked that it lies inside the buffer and that the batch is not full.
     *
     * @param offset where the frame starts in the buffer
     * @param capturedLength bytes of it in the buffer
     * @param wireLength bytes it had on the wire
     * @param stampNanos capture time, nanoseconds since 1970-01-01 UTC
     */
    public final void add(int offset, int capturedLength, int wireLength, long stampNanos) {
        offsets[size] = offset;
        capturedLengths[size] = capturedLength;
        wireLengths[size] = wireLength;
        nanos[size] = stampNanos;
        size++;
    }

    /** Whether {@link #add} must not be called again. */
    public final boolean isFull() {
        return size == CAPACITY;
    }

    /** Number of frames. */
    public final int size() {
        return size;
    }

    /** Where the frames lie. */
    public final ByteBuffer buffer() {
        return buffer;
    }

    /** libpcap's DLT number of all frames. */
    public final int linkType() {
        return linkType;
    }

    /** Offset of frame {@code index} in {@link #buffer}. */
    public final int offset(int index) {
        return offsets[index];
    }

    /** Bytes of frame {@code index} that were captured. */
    public final int capturedLength(int index) {
        return capturedLengths[index];
    }

    /** Bytes of frame {@code index} on the wire. */
    public final int wireLength(int index) {
        return wireLengths[index];
    }

    /** Capture time of frame {@code index}, nanoseconds since 1970-01-01 UTC. */
    public final long nanos(int index) {
        return nanos[index];
    }
}
