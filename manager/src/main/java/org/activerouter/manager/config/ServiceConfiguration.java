package org.activerouter.manager.config;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.group.GroupSettings;
import org.activerouter.manager.policy.Condition;
import org.activerouter.manager.policy.PolicedService;
import org.activerouter.manager.policy.Policy;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Sessions;

/**
 * Servers of one protocol, when they are redirected, and what takes their place. Immutable.
 *
 * @param policed which servers, and by which policy
 * @param activeService the active service that takes their place: its kind, and of what protocol where that makes two of one kind
 * @param group the group whose members they are; empty if they do not stand in for one another
 */
public record ServiceConfiguration(PolicedService policed, String activeService, Optional<GroupSettings> group) {
    /** What balances the sessions and searches of OpenNap; an operator says load-balancer. */
    public static final String DIRECTORY_BALANCER = "directory-balancer";

    private static final String NO_GROUP = "none";
    private static final String BALANCER = "load-balancer";
    private static final String DIRECTORIES = "opennap";

    /** Services that speak one protocol, and could do nothing but pass any other on. */
    private static final Map<String, String> SPEAKS = Map.of("cache-proxy", DIRECTORIES, "http-cache", "http");

    /** Whose requests several members can do at once: searches, and long answers that can be had in parts. */
    private static final Set<String> SPLIT = Set.of(DIRECTORIES, "http");

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
    private static final Key<String> GROUP = Key.usually(
            "group",
            Types.name(),
            NO_GROUP,
            "The group of servers that stand in for one another, for service = load-balancer: the name of one of groups.");
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
            Section.of("directory", "", PROTOCOL, PORTS, SERVICE, POLICY, GROUP, NEVER, ONLY));

    /** Its name. */
    public String name() {
        return policed.name();
    }

    /**
     * A service, unless its policy is not known.
     *
     * @param policies all that there are, by name
     * @param groups all that there are, by name
     * @param taken what services have taken so far; what this one takes is added
     */
    static Optional<ServiceConfiguration> read(
            String name,
            SectionReader in,
            Map<String, Policy> policies,
            Map<String, GroupSettings> groups,
            Taken taken) {
        String protocol = in.get(PROTOCOL);
        KnownNames known = in.knownNames();
        boolean protocolKnown = in.isKnown(PROTOCOL, protocol, known.protocols().keySet());
        Set<Integer> usualPorts = known.protocols().getOrDefault(protocol, SHOWN_PORTS);
        Set<Integer> ports = new LinkedHashSet<>(in.getOr(PORTS, List.copyOf(new TreeSet<>(usualPorts))));
        if (protocolKnown && ports.isEmpty()) {
            in.refuse(PORTS, "is missing: " + protocol + " has no usual ports", "ports = [443]");
        }
        String kind = in.get(SERVICE);
        in.isKnown(SERVICE, kind, known.services());
        checkLanguage(in, kind, protocol);
        String policy = in.get(POLICY);
        if (in.whole()) {
            in.isKnown(POLICY, policy, policies.keySet());
        }
        Optional.ofNullable(policies.get(policy)).ifPresent(found -> checkMeasured(in, protocol, found));
        List<Endpoint> never = in.get(NEVER);
        List<Endpoint> only = in.get(ONLY);
        if (in.sound(PORTS) && (protocolKnown || in.isSet(PORTS))) {
            takePorts(name, in, ports, taken.ports());
            checkServers(in, NEVER, never, ports);
            checkServers(in, ONLY, only, ports);
        }
        checkContradiction(in, never, only);
        Optional<GroupSettings> group = group(name, in, groups, taken).map(found -> found.of(protocol, ports));
        group.ifPresent(found -> checkMembers(in, found));
        group.ifPresent(found -> checkMode(in, protocol, found.mode()));
        checkBalancer(in, kind, group.isPresent());
        return Optional.ofNullable(policies.get(policy))
                .map(p -> new PolicedService(name, protocol, ports, p, new HashSet<>(never), new HashSet<>(only)))
                .map(policed -> new ServiceConfiguration(policed, activeService(kind, protocol), group));
    }

    /**
     * What services have taken, each by the name of the one that has.
     *
     * @param ports by port
     * @param groups by the group's name
     */
    record Taken(Map<Integer, String> ports, Map<String, String> groups) {
        Taken() {
            this(new TreeMap<>(), new TreeMap<>());
        }
    }

    private static Optional<GroupSettings> group(
            String name, SectionReader in, Map<String, GroupSettings> groups, Taken taken) {
        String group = in.get(GROUP);
        if (group.equals(NO_GROUP) || !in.whole() || !in.isKnown(GROUP, group, groups.keySet())) {
            return Optional.empty();
        }
        String other = taken.groups().putIfAbsent(group, name);
        if (other != null) {
            in.refuse(GROUP, "group " + group + " belongs to the service " + other + " already", "");
        }
        return Optional.ofNullable(groups.get(group));
    }

    private static void checkMembers(SectionReader in, GroupSettings group) {
        group.members().stream()
                .filter(member -> in.sound(PORTS, GROUP) && !group.ports().contains(member.port()))
                .findFirst()
                .ifPresent(member ->
                        in.refuse(GROUP, "has the member " + member + ", whose port is none of the service's", ""));
    }

    /** Directories keep sessions, and are asked in another way than anything that is balanced by requests or connections. */
    private static String activeService(String kind, String protocol) {
        return kind.equals(BALANCER) && protocol.equals(DIRECTORIES) ? DIRECTORY_BALANCER : kind;
    }

    private static void checkMode(SectionReader in, String protocol, Mode mode) {
        if (!in.sound(GROUP, PROTOCOL)) {
            return;
        }
        if (mode.distribution() == Distribution.SPLIT && !SPLIT.contains(protocol)) {
            in.refuse(GROUP, "has mode = split, and requests of " + protocol + " have no parts", "mode = spread");
        }
        if (mode.sessions() == Sessions.STAY && !protocol.equals(DIRECTORIES)) {
            in.refuse(GROUP, "has sessions = stay, and " + protocol + " has no sessions to stay", "sessions = move");
        }
    }

    /** Of what is not there a policy would make a verdict all the same, or never any. */
    private static void checkMeasured(SectionReader in, String protocol, Policy policy) {
        KnownNames known = in.knownNames();
        if (!in.sound(PROTOCOL, POLICY)) {
            return;
        }
        if (!known.measured().contains(protocol)) {
            in.remark(PROTOCOL, protocol + " is recognised and named only: no policy ever judges its servers");
        } else if (!known.countingResults().contains(protocol) && policy.judges(Condition.ResultsPerAnswer.class)) {
            in.refuse(
                    POLICY,
                    policy.name() + " judges by results-per-answer, and of " + protocol
                            + " no results are counted: every server would look overloaded",
                    "another policy for this service");
        }
    }

    private static void checkLanguage(SectionReader in, String kind, String protocol) {
        String spoken = SPEAKS.getOrDefault(kind, protocol);
        if (in.sound(SERVICE, PROTOCOL) && !spoken.equals(protocol)) {
            in.refuse(SERVICE, "speaks " + spoken + " only, and protocol is " + protocol, "service = relay");
        }
    }

    private static void checkBalancer(SectionReader in, String kind, boolean grouped) {
        if (kind.equals(BALANCER) && !grouped && in.sound(GROUP, SERVICE) && in.whole()) {
            in.refuse(SERVICE, "spreads clients over a group, and the service names none", "group = NAME");
        } else if (grouped && !kind.equals(BALANCER)) {
            in.remark(GROUP, "has no effect: only service = load-balancer gives clients to a group");
        }
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
