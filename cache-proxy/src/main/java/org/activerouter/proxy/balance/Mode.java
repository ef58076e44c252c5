package org.activerouter.proxy.balance;

import java.time.Duration;

/**
 * How a group's traffic is shared among its members.
 *
 * @param distribution what goes to whom
 * @param choice how the one member is chosen; without meaning for {@link Distribution#FAILOVER}
 * @param sticky whether a client address stays with the member that it was given first, as long as that one serves it
 * @param retryBudget second tries allowed for each request, as a share: 0.2 lets one request in five be tried again; used with
 *     {@link Distribution#SPREAD_FAILOVER}
 * @param sessions where sessions are made; used by protocols whose requests can leave their session
 * @param patience how long one request waits for the slowest member that does a part of it, or for the one that has it all; used by
 *     the same
 */
public record Mode(
        Distribution distribution,
        Choice choice,
        boolean sticky,
        double retryBudget,
        Sessions sessions,
        Duration patience) {
    /** What Finagle allows. */
    public static final double USUAL_RETRY_BUDGET = 0.2;

    /** Well above what a server takes that is not overloaded, and less than a user takes for a failure. */
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(2);

    /** Refuses a budget that is no share, and no patience at all. */
    public Mode {
        if (!(retryBudget >= 0 && retryBudget <= 1)) {
            throw new IllegalArgumentException("a retry budget is a share of the requests, 0 to 1: " + retryBudget);
        }
        if (patience.isZero() || patience.isNegative()) {
            throw new IllegalArgumentException("patience must be longer than nothing: " + patience);
        }
    }

    /** One in which sessions move, with the usual patience. */
    public Mode(Distribution distribution, Choice choice, boolean sticky, double retryBudget) {
        this(distribution, choice, sticky, retryBudget, Sessions.MOVE, USUAL_PATIENCE);
    }

    /** A distribution with the usual choice and budget; clients do not stick. */
    public static Mode of(Distribution distribution) {
        return new Mode(distribution, Choice.PEAK_EWMA, false, USUAL_RETRY_BUDGET);
    }
}
