package org.activerouter.proxy.opennap.group;

import java.util.function.LongSupplier;
import org.activerouter.proxy.balance.Groups;

/**
 * What all sessions with directories share. Any thread.
 *
 * @param groups who is in which group
 * @param cap how many results an answer may have
 * @param shortfalls what members did not do
 * @param clock nanoseconds
 */
record Directories(Groups groups, LearnedCap cap, Shortfalls shortfalls, LongSupplier clock) {
    long nanos() {
        return clock.getAsLong();
    }
}
