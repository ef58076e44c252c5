package org.activerouter.capture.tcp;

import org.activerouter.capture.FrameBatch;

/**
 * A batch whose headers are read by the thread that fills it, so that the tracker's thread has that done already. It finds in
 * a few neighbouring cache lines what else lies all over the frames, and which connection each segment belongs to is hashed
 * before it asks. One thread at a time.
 */
public final class SegmentBatch extends FrameBatch {
    private final Segments segments = new Segments();

    /** An empty batch. */
    public SegmentBatch() {}

    /** Reads the headers of all its frames; to be called once it is filled. */
    public void decode() {
        segments.read(this);
    }

    Segments segments() {
        return segments;
    }
}
