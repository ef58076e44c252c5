package org.activerouter.manager.group;

import java.util.Comparator;
import java.util.List;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.Endpoint;

/**
 * Members that were seen on the wire, if the group wants them: servers of its protocol on its ports that have answered somebody
 * completely. A client alone cannot make an address a member by asking it.
 *
 * @param settings the group
 * @param seen every server that is known
 */
record Discovered(GroupSettings settings, List<ServerSnapshot> seen) implements Membership {
    @Override
    public List<Endpoint> members() {
        return seen.stream()
                .filter(server -> settings.discover()
                        && settings.protocol().equals(server.protocol())
                        && settings.ports().contains(server.server().port())
                        && server.completed() > 0)
                .map(ServerSnapshot::server)
                .sorted(Comparator.comparing(Endpoint::toString))
                .toList();
    }
}
