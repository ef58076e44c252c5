package org.activerouter.manager.netfilter;

import java.util.Set;

/**
 * What was in the kernel when it was looked at.
 *
 * @param rules whether the rules are there
 * @param remark what is wrong with damaged rules; the id of complete ones
 * @param redirects the redirects in force
 * @param lingering how many servers are only known for their sessions through us
 */
record Observed(Rules rules, String remark, Set<Redirect> redirects, int lingering) {
    Observed {
        redirects = Set.copyOf(redirects);
    }

    /** Whether the rules are there. */
    enum Rules {
        ABSENT,
        COMPLETE,
        DAMAGED
    }
}
