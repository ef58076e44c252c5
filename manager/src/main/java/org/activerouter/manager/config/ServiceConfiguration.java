package org.activerouter.manager.config;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.policy.PolicedService;
import org.activerouter.manager.policy.Policy;

/**
 * Servers of one protocol, when they are redirected, and what takes their place. Immutable.
 *
 * @param policed which servers, and by which policy
 * @param activeService kind of the active service that takes their place
 */
public record ServiceConfiguration(PolicedService policed, String activeService) {
    private static final int MOST_SERVERS = 10_000;
    private static final Set<Integer> SHOWN_PORTS = Set.of(8888);

    private static final Key<String> PROTOCOL =
            Key.required("protocol", Types.name(), "opennap", "The protocol that its servers speak.");
    private static final Key<List<Integer>> PORTS = Key.derived(
            "ports",
            Type.list("ports", Types.port(), 1, 64),
            "the protocol's own",
            List.copyOf(SHOWN_PORTS),
            "The TCP ports of its servers. Every server that is seen on one of them belongs to the service.");
    private static final Key<String> SERVICE =
            Key.usually("service", Types.name(), "relay", "What takes the place of an overloaded server.");
    private static final Key<String> POLICY =
            Key.required("policy", Types.name(), "slow", "When that is done: the name of a policy.");
    private static final Key<List<Endpoint>> NEVER = Key.usually(
            "never",
            Type.list("servers", Types.server(), 0, MOST_SERVERS),
            List.<Endpoint>of(),
            "Servers that are never redirected, such as [\"192.0.2.1:8888\"].");
    private static final Key<List<Endpoint>> ONLY = Key.usually(
            "only",
            Type.list("servers", Types.server(), 0, MOST_SERVERS),
            List.<Endpoint>of(),
            "The only servers that are ever redirected; empty for all but those of never.");

    static final Section SECTION = Section.ofNamed(
            "services",
            "Which servers the router cares for.",
            Section.of("directory", "", PROTOCOL, PORTS, SERVICE, POLICY, NEVER, ONLY));

    /** Its name. */
    public String name() {
        return policed.name();
    }

    /**
     * A service, unless its policy is not known.
     *
     * @param policies all that there are, by name
     * @param taken the services by port so far; its ports are added
     */
    static Optional<ServiceConfiguration> read(
            String name, SectionReader in, Map<String, Policy> policies, Map<Integer, String> taken) {
        String protocol = in.get(PROTOCOL);
        KnownNames known = in.knownNames();
        boolean protocolKnown = in.isKnown(PROTOCOL, protocol, known.protocols().keySet());
        Set<Integer> usualPorts = known.protocols().getOrDefault(protocol, SHOWN_PORTS);
        Set<Integer> ports = new LinkedHashSet<>(in.getOr(PORTS, List.copyOf(new TreeSet<>(usualPorts))));
        String kind = in.get(SERVICE);
        in.isKnown(SERVICE, kind, known.services());
        String policy = in.get(POLICY);
        if (in.whole()) {
            in.isKnown(POLICY, policy, policies.keySet());
        }
        List<Endpoint> never = in.get(NEVER);
        List<Endpoint> only = in.get(ONLY);
        if (in.sound(PORTS) && (protocolKnown || in.isSet(PORTS))) {
            takePorts(name, in, ports, taken);
            checkServers(in, NEVER, never, ports);
            checkServers(in, ONLY, only, ports);
        }
        checkContradiction(in, never, only);
        return Optional.ofNullable(policies.get(policy))
                .map(p -> new PolicedService(name, protocol, ports, p, new HashSet<>(never), new HashSet<>(only)))
                .map(policed -> new ServiceConfiguration(policed, kind));
    }

    private static void takePorts(String name, SectionReader in, Set<Integer> ports, Map<Integer, String> taken) {
        for (int port : ports) {
            String other = taken.putIfAbsent(port, name);
            if (other != null) {
                in.refuse(PORTS, "port " + port + " belongs to the service " + other + " already", "");
            }
        }
    }

    private static void checkServers(
            SectionReader in, Key<List<Endpoint>> key, List<Endpoint> servers, Set<Integer> ports) {
        for (Endpoint server : servers) {
            if (in.sound(key) && !ports.contains(server.port())) {
                in.refuse(key, "names " + server + ", whose port is none of the service's", "it has: " + ports);
            }
        }
    }

    private static void checkContradiction(SectionReader in, List<Endpoint> never, List<Endpoint> only) {
        for (Endpoint server : only) {
            if (in.sound(NEVER, ONLY) && never.contains(server)) {
                in.refuse(ONLY, "names " + server + ", which never excludes", "take it out of one of the two lists");
            }
        }
    }
}
