package org.activerouter.proxy.balance;

import java.util.concurrent.TimeUnit;

/**
 * Bounds what second tries add to a load that is already too much: each request earns a share of a try, and a few are free each
 * second so that a quiet service can retry at all (Finagle's RetryBudget). Any thread.
 */
final class RetryBudget {
    private static final double FREE_PER_SECOND = 10;

    /** What can be saved up: ten seconds of what is free. */
    private static final double MOST = 10 * FREE_PER_SECOND;

    private final double perRequest;
    private double tries = FREE_PER_SECOND;
    private long since;

    RetryBudget(double perRequest, long now) {
        this.perRequest = perRequest;
        this.since = now;
    }

    synchronized void earn() {
        tries = Math.min(MOST, tries + perRequest);
    }

    /** Takes a try, if there is one. */
    synchronized boolean spend(long now) {
        tries = Math.min(MOST, tries + FREE_PER_SECOND * (now - since) / TimeUnit.SECONDS.toNanos(1));
        since = now;
        if (tries < 1) {
            return false;
        }
        tries--;
        return true;
    }
}
