package org.activerouter.analyzer.load;

/**
 * The capture's time as the per-server state sees it: it follows the stamps forward, and stays where it is while stamps come
 * that are a little older, as they do when bytes waited for their acknowledgement.
 *
 * <p>A stamp far from the clock means that the stamps themselves have moved (the next capture file is of another day, the
 * machine's clock was set). The clock then goes there, in either direction, and {@link #epoch} tells that nothing measured
 * against the old time fits the new one.
 */
final class LoadClock {
    /** Farther ahead than this is a move of the stamps; less is a pause in the traffic. */
    static final long JUMP_AHEAD_NANOS = 3_600_000_000_000L;

    /** Farther back than this, in the order of frames, is a move of the stamps; less is interfaces or frames out of order. */
    static final long JUMP_BACK_NANOS = 10_000_000_000L;

    private long now = Long.MIN_VALUE;
    private int epoch;

    /** The newest time, nanoseconds since 1970; meaningless until {@link #started}. */
    long now() {
        return now;
    }

    /** Whether any stamp was seen. */
    boolean started() {
        return now != Long.MIN_VALUE;
    }

    /** How often the stamps have moved. */
    int epoch() {
        return epoch;
    }

    /** The stamp of a frame, in the order of frames. */
    void frame(long nanos) {
        if (nanos >= now) {
            ahead(nanos);
        } else if (now - nanos > JUMP_BACK_NANOS) {
            moveTo(nanos);
        }
    }

    /**
     * The stamp of an observation. It may be as old as the oldest bytes that wait for their acknowledgement, so that only a
     * newer one says anything about the clock.
     */
    void observation(long nanos) {
        if (nanos > now) {
            ahead(nanos);
        }
    }

    private void ahead(long nanos) {
        if (started() && nanos - now > JUMP_AHEAD_NANOS) {
            moveTo(nanos);
        } else {
            now = nanos;
        }
    }

    private void moveTo(long nanos) {
        now = nanos;
        epoch++;
    }
}
