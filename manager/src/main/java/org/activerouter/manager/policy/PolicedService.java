package org.activerouter.manager.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.activerouter.capture.Endpoint;

/**
 * Which servers a policy is for: those of one protocol on certain ports. Immutable.
 *
 * @param name its name in the configuration
 * @param protocol id of the protocol that its servers speak
 * @param ports the ports of its servers
 * @param policy when its servers are redirected
 * @param never servers that are never redirected, not even by an operator's command
 * @param only when not empty, the only servers that are ever redirected
 */
public record PolicedService(
        String name, String protocol, Set<Integer> ports, Policy policy, Set<Endpoint> never, Set<Endpoint> only) {
    /** Keeps its own copies of the sets. */
    public PolicedService {
        ports = Set.copyOf(ports);
        never = Set.copyOf(never);
        only = Set.copyOf(only);
    }

    /** Whether a server belongs to this service, whether or not it may be redirected. */
    public boolean covers(Endpoint server, String spoken) {
        return protocol.equals(spoken) && ports.contains(server.port());
    }

    /** The same service with a policy that only observes. */
    public PolicedService observing() {
        return new PolicedService(name, protocol, ports, policy.in(Policy.Mode.OBSERVE), never, only);
    }

    /** Everything that is wrong with it, those of its policy included; empty if nothing is. */
    public List<PolicyFlaw> flaws() {
        List<PolicyFlaw> flaws = new ArrayList<>(policy.flaws());
        if (ports.isEmpty()) {
            flaws.add(new PolicyFlaw("ports", "is empty: no server would ever belong to the service"));
        }
        foreign("never", never, flaws);
        foreign("only", only, flaws);
        if (!only.isEmpty() && never.containsAll(only)) {
            flaws.add(new PolicyFlaw("only", "names only servers that \"never\" excludes: nothing can be redirected"));
        }
        return flaws;
    }

    private void foreign(String list, Set<Endpoint> servers, List<PolicyFlaw> flaws) {
        for (Endpoint server : servers) {
            if (!ports.contains(server.port())) {
                flaws.add(new PolicyFlaw(list, "names " + server + ", whose port is none of the service's"));
            }
        }
    }
}
