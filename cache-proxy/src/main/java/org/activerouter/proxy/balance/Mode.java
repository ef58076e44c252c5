package org.activerouter.proxy.balance;

/**
 * How a group's traffic is shared among its members.
 *
 * @param distribution what goes to whom
 * @param choice how the one member is chosen; without meaning for {@link Distribution#FAILOVER}
 * @param sticky whether a client address stays with the member that it was given first, as long as that one serves it
 * @param retryBudget second tries allowed for each request, as a share: 0.2 lets one request in five be tried again; used with
 *     {@link Distribution#SPREAD_FAILOVER}
 */
public record Mode(Distribution distribution, Choice choice, boolean sticky, double retryBudget) {
    /** What Finagle allows. */
    public static final double USUAL_RETRY_BUDGET = 0.2;

    /** Refuses a budget that is no share. */
    public Mode {
        if (!(retryBudget >= 0 && retryBudget <= 1)) {
            throw new IllegalArgumentException("a retry budget is a share of the requests, 0 to 1: " + retryBudget);
        }
    }

    /** A distribution with the usual choice and budget; clients do not stick. */
    public static Mode of(Distribution distribution) {
        return new Mode(distribution, Choice.PEAK_EWMA, false, USUAL_RETRY_BUDGET);
    }
}
