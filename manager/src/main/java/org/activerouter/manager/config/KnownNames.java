package org.activerouter.manager.config;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.manager.policy.Policy.Handover;

/**
 * The names that a configuration may use for what is installed. Immutable.
 *
 * @param protocols the usual ports of each protocol, by its id
 * @param countingResults those of them whose answers hold results that are counted
 * @param measured those of them whose queries and answers are told, so that a policy can judge their servers
 * @param services kinds of active services
 * @param handovers what can be done with sessions that are established when a redirect begins
 */
public record KnownNames(
        Map<String, Set<Integer>> protocols,
        Set<String> countingResults,
        Set<String> measured,
        Set<String> services,
        Set<Handover> handovers) {
    /** Keeps its own copies. */
    public KnownNames {
        protocols = Map.copyOf(protocols);
        countingResults = Set.copyOf(countingResults);
        measured = Set.copyOf(measured);
        services = Set.copyOf(services);
        handovers = Set.copyOf(handovers);
    }

    /** What this program can do. */
    public static KnownNames installed() {
        List<Protocol> found = ServiceLoader.load(Protocol.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return new KnownNames(
                found.stream().collect(Collectors.toMap(Protocol::id, Protocol::defaultPorts)),
                idsOf(found, Protocol::countsResults),
                idsOf(found, Protocol::measures),
                Set.of("relay", "cache-proxy", "http-cache", "load-balancer"),
                Set.of(Handover.values()));
    }

    private static Set<String> idsOf(List<Protocol> found, Predicate<Protocol> which) {
        return found.stream().filter(which).map(Protocol::id).collect(Collectors.toSet());
    }
}
