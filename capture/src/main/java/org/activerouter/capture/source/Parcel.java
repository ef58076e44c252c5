package org.activerouter.capture.source;

import java.nio.ByteBuffer;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.tcp.SegmentBatch;
import org.jspecify.annotations.Nullable;

/**
 * A batch in a buffer of its own, which outlives the source's next one; or what the source threw instead of one; or with neither its
 * end. One thread at a time.
 */
final class Parcel {
    /** A batch is closed when it holds this much, so that large frames do not make large buffers. */
    private static final int BYTES = 128 * 1024;

    private final SegmentBatch batch = new SegmentBatch();
    /** Outside the heap: a file is read into it without another copy on the way. */
    private ByteBuffer frames = ByteBuffer.allocateDirect(BYTES);

    private int used;
    private @Nullable Throwable failure;

    /** Empties it. */
    void begin(int linkType) {
        used = 0;
        failure = null;
        batch.begin(frames, linkType);
    }

    /** Empties it for frames that will be put into the buffer as a whole; the answer is the buffer. */
    ByteBuffer begin(int linkType, int size) {
        if (size > frames.capacity()) {
            frames = ByteBuffer.allocateDirect(size);
        }
        begin(linkType);
        return frames;
    }

    /** Whether a frame can be copied in; the first always can. */
    boolean hasRoomFor(int length) {
        return !batch.isFull() && (used == 0 || used + length <= frames.capacity());
    }

    /** Copies one frame in. */
    void add(FrameBatch from, int index) {
        int length = from.capturedLength(index);
        if (length > frames.capacity()) {
            frames = ByteBuffer.allocateDirect(length);
            batch.begin(frames, from.linkType());
        }
        frames.put(used, from.buffer(), from.offset(index), length);
        batch.add(used, length, from.wireLength(index), from.nanos(index));
        used += length;
    }

    SegmentBatch batch() {
        return batch;
    }

    void fail(Throwable why) {
        begin(0);
        failure = why;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Whether it says that nothing more comes. */
    boolean isEnd() {
        return failure == null && batch.size() == 0;
    }
}
