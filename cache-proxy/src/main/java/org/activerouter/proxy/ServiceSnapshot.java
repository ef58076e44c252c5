package org.activerouter.proxy;

import java.util.List;
import java.util.Map;

/**
 * A service as a whole at one moment.
 *
 * @param doors where it listens
 * @param open sessions that are open now
 * @param accepted sessions accepted since it was started
 * @param refused connections and sessions ended by a limit or a rule, by its name
 * @param bytesQueued bytes that wait for a slow reader, all sessions together
 */
public record ServiceSnapshot(List<Door> doors, long open, long accepted, Map<String, Long> refused, long bytesQueued) {
    /** Keeps its own copies of the collections. */
    public ServiceSnapshot {
        doors = List.copyOf(doors);
        refused = Map.copyOf(refused);
    }

    /** The same with all these refusals, of the frame and of what reads the protocol. */
    public ServiceSnapshot refusing(Map<String, Long> all) {
        return new ServiceSnapshot(doors, open, accepted, all, bytesQueued);
    }
}
