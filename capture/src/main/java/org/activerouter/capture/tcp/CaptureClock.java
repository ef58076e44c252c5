package org.activerouter.capture.tcp;

/**
 * The tracker's time: the highest stamp seen. It never goes back, whatever the stamps do.
 *
 * <p>A stamp more than an hour off does not move it, so that one wrong stamp expires nothing; a second one near the first
 * is believed. When it was forward, the clock jumps with it. When it was backward (the next of several files, a corrected system
 * clock), the clock stands still and goes on from there at the new stamps' pace. So it does when the stamps are less far behind, but only
 * once many have come in a row: the frames of two machines may be mixed, whose clocks differ. Nothing would be given up
 * otherwise until the stamps have caught up.
 */
final class CaptureClock {
    private static final long HOUR = 3_600_000_000_000L;
    /** Less far behind are frames that are out of order; the same bound as that of the analysis. */
    private static final long OUT_OF_ORDER_NANOS = 10_000_000_000L;
    /** Stamps in a row that confirm each other, if they are more than an hour off; if they are less. */
    private static final int FAR = 2;

    private static final int NEAR = 64;

    private final Counters counters;
    private boolean started;
    private long now;
    /** Added to stamps since the last backward jump. */
    private long skew;

    /** Suspicious stamps in a row that agree, and the last of them. */
    private int agreeing;

    private long suspect;

    CaptureClock(Counters counters) {
        this.counters = counters;
    }

    /** Time of this clock, in nanoseconds; only differences mean anything. */
    long now() {
        return now;
    }

    /** The newest stamp that is believed since they last went back: no other can have been captured after it. */
    long newest() {
        return now - skew;
    }

    /** Takes a stamp; whether time has moved. */
    boolean accept(long stamp) {
        long ahead = stamp + skew - now;
        if (ahead > HOUR || ahead < -OUT_OF_ORDER_NANOS) {
            return doubt(stamp, ahead);
        }
        agreeing = 0;
        if (ahead <= 0) {
            return false;
        }
        now += ahead;
        started = true;
        return true;
    }

    private boolean doubt(long stamp, long ahead) {
        if (!started) {
            started = true;
            now = stamp;
            return true;
        }
        boolean far = Math.abs(ahead) > HOUR;
        agreeing = agreeing > 0 && Math.abs(stamp - suspect) <= HOUR ? agreeing + 1 : 1;
        suspect = stamp;
        if (agreeing >= (far ? FAR : NEAR)) {
            return believe(stamp, ahead);
        }
        counters.clockJumps += far ? 1 : 0;
        return false;
    }

    private boolean believe(long stamp, long ahead) {
        agreeing = 0;
        if (ahead > 0) {
            now += ahead;
            return true;
        }
        skew = now - stamp;
        return false;
    }
}
