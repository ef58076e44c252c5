package org.activerouter.capture.tcp;

import java.util.SplittableRandom;
import org.activerouter.capture.FrameBatch;

/** The TCP segments of a batch in the order of their frames, and the count of what else it held. One thread at a time. */
final class Segments {
    /** One for the process: whoever decodes, the same connection has the same hash, which nobody outside can foresee. */
    private static final long SEED = new SplittableRandom().nextLong();

    private final Counters counters = new Counters();
    private final FrameDecoder decoder = new FrameDecoder(counters, SEED);
    private final Segment[] all = new Segment[FrameBatch.CAPACITY];
    private int size;

    Segments() {
        for (int i = 0; i < all.length; i++) {
            all[i] = new Segment();
        }
    }

    /** Reads all frames of a batch, and forgets those of the one before. */
    void read(FrameBatch batch) {
        counters.clearDecoded();
        decoder.begin(batch.buffer(), batch.linkType());
        int found = 0;
        for (int i = 0; i < batch.size(); i++) {
            Segment segment = all[found];
            if (decoder.decode(batch.offset(i), batch.capturedLength(i), batch.wireLength(i), segment)) {
                segment.nanos = batch.nanos(i);
                found++;
            }
        }
        size = found;
    }

    int size() {
        return size;
    }

    Segment get(int index) {
        return all[index];
    }

    /** What was seen in the batch. */
    Counters counters() {
        return counters;
    }
}
