package org.activerouter.manager.netfilter;

import java.time.Duration;

/**
 * How often what is done. Immutable.
 *
 * @param lease how long an entry lives in the kernel without renewal
 * @param renewal time between renewals of the leases
 * @param look time between looks at the kernel
 * @param firstRetry time before a failed change is tried again; doubled with each failure
 * @param lastRetry the longest such time
 * @param mostMends how many mends within a minute are still taken for accidents
 */
public record Rhythm(
        Duration lease, Duration renewal, Duration look, Duration firstRetry, Duration lastRetry, int mostMends) {
    /** The time in which {@link #mostMends} counts. */
    static final Duration WAR = Duration.ofMinutes(1);

    /** Leases that are renewed in less than a tenth of the usual time between renewals. */
    private static final int MANY = 1_000;

    /** Refuses a lease that one late renewal would end. */
    public Rhythm {
        if (renewal.multipliedBy(2).compareTo(lease) > 0) {
            throw new IllegalArgumentException("one late renewal would end a lease of " + lease);
        }
    }

    /** What an operator may choose; how failures are tried again is not for choosing. */
    public static Rhythm of(Duration lease, Duration renewal, Duration look, int mostMends) {
        return new Rhythm(lease, renewal, look, Duration.ofMillis(250), Duration.ofSeconds(4), mostMends);
    }

    /** Six renewals fit a lease of three seconds, and drift is seen and mended within five seconds. */
    static Rhythm of(Duration lease) {
        return of(lease, Duration.ofMillis(Math.min(500, lease.toMillis() / 4)), Duration.ofSeconds(2), 5);
    }

    /**
     * Time to the next renewal of so many leases. Renewing ten thousand takes half a second: of many the next begins as late as
     * one that is late once still allows, so that other things get their turn.
     */
    long renewalNanos(int leases) {
        return leases <= MANY ? renewal.toNanos() : lease.toNanos() / 2;
    }

    long retryNanos(int failures) {
        long nanos = firstRetry.toNanos() << Math.min(failures - 1, 20);
        return Math.min(nanos, lastRetry.toNanos());
    }
}
