package org.activerouter.manager.config;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.manager.policy.Policy.Handover;

/**
 * The names that a configuration may use for what is installed. Immutable.
 *
 * @param protocols the usual ports of each protocol, by its id
 * @param services kinds of active services
 * @param handovers what can be done with sessions that are established when a redirect begins
 */
public record KnownNames(Map<String, Set<Integer>> protocols, Set<String> services, Set<Handover> handovers) {
    /** Keeps its own copies. */
    public KnownNames {
        protocols = Map.copyOf(protocols);
        services = Set.copyOf(services);
        handovers = Set.copyOf(handovers);
    }

    /** What this program can do. */
    public static KnownNames installed() {
        Map<String, Set<Integer>> protocols = new TreeMap<>();
        ServiceLoader.load(Protocol.class).forEach(protocol -> protocols.put(protocol.id(), protocol.defaultPorts()));
        return new KnownNames(
                protocols, Set.of("relay", "cache-proxy", "http-cache", "load-balancer"), Set.of(Handover.values()));
    }
}
