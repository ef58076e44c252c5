package org.activerouter.proxy.balance;

import org.activerouter.capture.Endpoint;

/**
 * A member's place in a group.
 *
 * @param member where it listens
 * @param share how much of the traffic it is to get, in proportion to the others: its weight, times how far it has come since it
 *     returned (slow start)
 * @param admitted whether it gets anybody new. One that is not admitted keeps the requests and connections that it has; with a
 *     share above 0 it is draining, and clients that stick to it stay; with a share of 0 it is ejected, and they leave it as well
 */
public record Seat(Endpoint member, double share, boolean admitted) {
    /** Refuses a share that means nothing. */
    public Seat {
        if (!(share >= 0) || Double.isInfinite(share)) {
            throw new IllegalArgumentException("the share of " + member + " is not a number from 0: " + share);
        }
    }

    /** Whether it may get somebody new. */
    public boolean open() {
        return admitted && share > 0;
    }

    /** Whether it still serves clients that stick to it. */
    public boolean keepsItsOwn() {
        return share > 0;
    }
}
