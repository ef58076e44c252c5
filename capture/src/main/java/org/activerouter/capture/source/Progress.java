package org.activerouter.capture.source;

import java.util.concurrent.atomic.AtomicLong;

/** How far a file has been read. Written by the reading thread, read by any. */
final class Progress {
    private final AtomicLong reached = new AtomicLong();
    private final long total;

    /** Nothing read yet of {@code total} bytes; -1 where the total is unknown. */
    Progress(long total) {
        this.total = total;
    }

    /** Notes the position; never a full fence, for it is called per batch. */
    void reached(long bytes) {
        reached.setRelease(bytes);
    }

    long reached() {
        return reached.getAcquire();
    }

    long total() {
        return total;
    }
}
