package org.activerouter.manager.netfilter;

import java.util.Set;

/**
 * What the callers of {@link Redirections} have marked, as the reconciler's thread takes it up.
 *
 * @param wanted servers to be redirected
 * @param out nothing of ours is to be in the kernel
 * @param peace counts the calls of {@code resume}: each ends a surrender
 */
record Demand(Set<Redirect> wanted, boolean out, long peace) {
    static final Demand NOTHING = new Demand(Set.of(), false, 0);

    Demand {
        wanted = Set.copyOf(wanted);
    }

    Demand wanting(Set<Redirect> redirects) {
        return new Demand(redirects, out, peace);
    }

    Demand panicking() {
        return new Demand(wanted, true, peace);
    }

    Demand resumed() {
        return new Demand(wanted, false, peace + 1);
    }
}
