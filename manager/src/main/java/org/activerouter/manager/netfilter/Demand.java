package org.activerouter.manager.netfilter;

import java.util.Set;
import org.activerouter.capture.Endpoint;

/**
 * What the callers of {@link Redirections} have marked, as the reconciler's thread takes it up.
 *
 * @param wanted servers to be redirected
 * @param reached servers that redirected clients may be connected with besides
 * @param out nothing of ours is to be in the kernel
 * @param peace counts the calls of {@code resume}: each ends a surrender
 */
record Demand(Set<Redirect> wanted, Set<Endpoint> reached, boolean out, long peace) {
    static final Demand NOTHING = new Demand(Set.of(), Set.of(), false, 0);

    Demand {
        wanted = Set.copyOf(wanted);
        reached = Set.copyOf(reached);
    }

    Demand wanting(Set<Redirect> redirects) {
        return new Demand(redirects, reached, out, peace);
    }

    Demand reaching(Set<Endpoint> servers) {
        return new Demand(wanted, servers, out, peace);
    }

    Demand panicking() {
        return new Demand(wanted, reached, true, peace);
    }

    Demand resumed() {
        return new Demand(wanted, reached, false, peace + 1);
    }
}
