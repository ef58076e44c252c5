package org.activerouter.capture.tcp;

/**
 * The tracker's time: the highest stamp seen. It never goes back, whatever the stamps do.
 *
 * <p>A stamp more than an hour off does not move it, so that one wrong stamp expires nothing; a second one near the first
 * is believed. When it was forward, the clock jumps with it. When it was backward (the next of several files, a corrected system
 * clock), the clock stands still and goes on from there at the new stamps' pace.
 */
final class CaptureClock {
    private static final long HOUR = 3_600_000_000_000L;

    private final Counters counters;
    private boolean started;
    private long now;
    /** Added to stamps since the last backward jump. */
    private long skew;

    private boolean suspecting;
    private long suspect;

    CaptureClock(Counters counters) {
        this.counters = counters;
    }

    /** Time of this clock, in nanoseconds; only differences mean anything. */
    long now() {
        return now;
    }

    /** Takes a stamp; whether time has moved. */
    boolean accept(long stamp) {
        long ahead = stamp + skew - now;
        if (ahead <= 0 && ahead >= -HOUR) {
            return false;
        }
        return (ahead > 0 && ahead <= HOUR) ? move(ahead) : doubt(stamp, ahead);
    }

    private boolean move(long ahead) {
        now += ahead;
        started = true;
        suspecting = false;
        return true;
    }

    private boolean doubt(long stamp, long ahead) {
        if (!started) {
            started = true;
            now = stamp;
            return true;
        }
        if (suspecting && Math.abs(stamp - suspect) <= HOUR) {
            return believe(stamp, ahead);
        }
        counters.clockJumps++;
        suspecting = true;
        suspect = stamp;
        return false;
    }

    private boolean believe(long stamp, long ahead) {
        suspecting = false;
        if (ahead > 0) {
            now += ahead;
            return true;
        }
        skew = now - stamp;
        return false;
    }
}
