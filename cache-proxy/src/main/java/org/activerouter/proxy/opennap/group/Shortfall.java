package org.activerouter.proxy.opennap.group;

import java.util.Locale;

/** Why a member did not do its part of a search, or not all of it. */
enum Shortfall {
    /** It could not be connected to, or could not lately and is not tried again yet. */
    UNREACHABLE,
    /** It did not accept the router's log-in. */
    LOG_IN_REFUSED,
    /** It took longer than the group's patience. */
    LATE,
    /** It ended the connection before the answer was complete, or is no member any more. */
    LOST,
    /** It said what no server of this protocol says. */
    GARBAGE,
    /** It sent more results to one search than any server does. */
    RESULTS,
    /** Too many searches waited for it already. */
    CROWDED,
    /** Nobody answered at all: the search went to the server that its session is with. */
    NOBODY;

    /** As it is counted and shown. */
    String id() {
        return "search-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it tells that the member is not well; what it thinks of the router's own log-in, or how much is asked here, does not. */
    boolean isFailure() {
        return this != LOG_IN_REFUSED && this != CROWDED && this != NOBODY;
    }
}
