package org.activerouter.manager.netfilter;

import java.util.List;
import java.util.Set;

/**
 * How the kernel's redirects are doing.
 *
 * @param state whether the kernel is as wanted
 * @param inForce the redirects that were seen in the kernel when it was last looked at
 * @param mended how often rules had to be put back because something else had removed or changed them
 * @param failures how often a change was refused or timed out
 * @param troubles a sentence for each thing that is wrong now, with what to do about it
 */
public record RedirectionStatus(State state, Set<Redirect> inForce, long mended, long failures, List<String> troubles) {
    /** Keeps its own copies of the collections. */
    public RedirectionStatus {
        inForce = Set.copyOf(inForce);
        troubles = List.copyOf(troubles);
    }

    /** Whether the kernel is as wanted. */
    public enum State {
        /** It is. */
        IN_FORCE,
        /** A change is under way or failed and is tried again. */
        PENDING,
        /** The operator wants no rule of ours until told otherwise. */
        PANIC,
        /** Something else kept removing our rules; we stopped putting them back. */
        SURRENDERED
    }
}
