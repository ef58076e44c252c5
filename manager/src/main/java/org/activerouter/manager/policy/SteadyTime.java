package org.activerouter.manager.policy;

/** Time that goes forward at the pace of the caller's, whatever jumps that makes. One thread. */
public final class SteadyTime {
    /** A step beyond this is a clock that was set; or a pause after which it does no harm to take it for that. */
    static final long LONGEST_STEP_NANOS = 2_000_000_000L;

    private static final long USUAL_STEP_NANOS = 250_000_000L;

    private long last = Long.MIN_VALUE;
    private long steady;

    /** One that stands at zero. */
    public SteadyTime() {}

    /** Moves on to the caller's time, which may have been set since. @return the steady time, nanoseconds */
    public long advance(long nanos) {
        if (last != Long.MIN_VALUE) {
            boolean jumped = nanos < last || nanos - last > LONGEST_STEP_NANOS;
            steady += jumped ? USUAL_STEP_NANOS : nanos - last;
        }
        last = nanos;
        return steady;
    }
}
