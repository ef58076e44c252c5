package org.activerouter.proxy.opennap.group;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.activerouter.proxy.balance.Groups;

/**
 * What all sessions with directories share. Any thread.
 *
 * @param groups who is in which group
 * @param cap how many results an answer may have
 * @param shortfalls what members did not do
 * @param askedFrom addresses of this machine that its own searches went out from
 * @param clock nanoseconds
 */
record Directories(
        Groups groups, LearnedCap cap, Shortfalls shortfalls, Set<InetAddress> askedFrom, LongSupplier clock) {
    Directories(Groups groups, LearnedCap cap, Shortfalls shortfalls, LongSupplier clock) {
        this(groups, cap, shortfalls, ConcurrentHashMap.newKeySet(), clock);
    }

    long nanos() {
        return clock.getAsLong();
    }
}
