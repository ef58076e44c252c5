package org.activerouter.proxy.balance;

import java.util.concurrent.TimeUnit;

/**
 * A response time that rises at once and falls slowly: the peak EWMA of Finagle's load balancer. With {@code w = exp(-dt / decay)} an
 * observation x above the value replaces it, one below makes it {@code value * w + x * (1 - w)}. Any thread.
 */
final class PeakEwma {
    /** Finagle's default: a member that has recovered is believed after some tens of seconds. */
    private static final double DECAY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private double value;
    private long stamp;
    private boolean observed;

    /** Takes a response time in. */
    synchronized void observe(long responseNanos, long now) {
        double weight = Math.exp(-Math.max(0, now - stamp) / DECAY_NANOS);
        double mixed = value * weight + responseNanos * (1 - weight);
        value = !observed || responseNanos > value ? responseNanos : mixed;
        stamp = now;
        observed = true;
    }

    /** The value now, in nanoseconds: silence lets it fall as an observation of 0 would. 0 before the first. */
    synchronized double at(long now) {
        return value * Math.exp(-Math.max(0, now - stamp) / DECAY_NANOS);
    }
}
