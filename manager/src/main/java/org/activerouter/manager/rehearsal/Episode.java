package org.activerouter.manager.rehearsal;

import java.util.Optional;
import org.activerouter.manager.policy.Decision;

/**
 * A time in which a server would have been redirected. Immutable.
 *
 * @param begun the decision that began it
 * @param ended the decision that ended it; empty if it lasted to the end
 * @param endNanos when it ended, or when the recording did
 * @param connections new connections to the server in that time; -1 where they are not recorded
 * @param clients distinct client addresses that asked it in that time, at least; -1 where they are not recorded
 * @param queries queries in that time
 */
public record Episode(
        Decision begun, Optional<Decision> ended, long endNanos, long connections, long clients, long queries) {
    /** How long it lasted. */
    public long nanos() {
        return endNanos - begun.nanos();
    }
}
