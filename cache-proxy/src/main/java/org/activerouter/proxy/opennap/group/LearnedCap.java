package org.activerouter.proxy.opennap.group;

import java.util.concurrent.atomic.AtomicInteger;

/** How many results a server gives to one search at most: what real servers do, until one of the group gives more. Any thread. */
final class LearnedCap {
    /** Both real servers, as they are delivered. */
    static final int USUAL = 100;

    private final AtomicInteger most = new AtomicInteger(USUAL);

    int most() {
        return most.get();
    }

    /** One member has given so many to one search. */
    void seen(int results) {
        most.accumulateAndGet(results, Math::max);
    }
}
