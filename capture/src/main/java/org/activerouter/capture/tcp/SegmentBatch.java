package org.activerouter.capture.tcp;

import java.nio.ByteBuffer;
import org.activerouter.capture.FrameBatch;

/**
 * A batch whose headers are read by the thread that fills it, so that the tracker's thread has that done already. It finds in
 * a few neighbouring cache lines what else lies all over the frames, and which connection each segment belongs to is hashed
 * before it asks. One thread at a time.
 */
public final class SegmentBatch extends FrameBatch {
    private final Segments segments = new Segments();
    private boolean decoded;

    /** An empty batch. */
    public SegmentBatch() {}

    @Override
    public void begin(ByteBuffer frames, int dataLinkType) {
        super.begin(frames, dataLinkType);
        decoded = false;
    }

    /** Reads the headers of all its frames; to be called once it is filled. Whoever does not leaves it to the tracker. */
    public void decode() {
        segments.read(this);
        decoded = true;
    }

    boolean isDecoded() {
        return decoded;
    }

    Segments segments() {
        return segments;
    }
}
