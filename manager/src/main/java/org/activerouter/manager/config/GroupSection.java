package org.activerouter.manager.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.group.EjectionRules;
import org.activerouter.manager.group.GroupSettings;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Roster;
import org.activerouter.proxy.balance.Sessions;

/** Reads a server group. Which protocol its members speak, and where, says the service that names it. */
final class GroupSection {
    private static final EjectionRules USUAL = EjectionRules.USUAL;
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Key<List<Endpoint>> MEMBERS = Key.usually(
            "members",
            Type.list("servers", Types.server(), 0, Roster.MOST_SEATS),
            List.<Endpoint>of(),
            "Its members, such as [\"192.0.2.1:8080\"], in the order of preference.");
    private static final Key<Boolean> DISCOVER = Key.usually(
            "discover",
            Types.yesOrNo(),
            true,
            "Whether every server that is seen to answer on the service's ports is a member as well.");
    private static final Key<Distribution> MODE = Key.usually(
            "mode",
            Types.oneOf(Distribution.class),
            Distribution.SPREAD,
            "What its members do for one another: each request goes to one of them (spread), all go to the first that is well"
                    + " (failover), each does a part and the parts are made one answer (split; opennap: a search goes to all;"
                    + " http: a long answer is fetched in parts), or spread with a second try where a request may be repeated (spread-failover).");
    private static final Key<Choice> CHOOSE = Key.usually(
            "choose",
            Types.oneOf(Choice.class),
            Choice.PEAK_EWMA,
            "How one of them is chosen: the faster of two at random (peak-ewma), in turn, by weight, the one with the least"
                    + " to do, or always the same (hash): for one target of http, one search of opennap, else one client.");
    private static final Key<Boolean> STICKY = Key.usually(
            "sticky",
            Types.yesOrNo(),
            false,
            "Whether a client address stays with the member that it was given first.");
    private static final Key<Double> RETRY_BUDGET = Key.usually(
            "retry-budget",
            Types.decimal(0, 1),
            Mode.USUAL_RETRY_BUDGET,
            "Second tries allowed for each request, as a share; with mode = spread-failover.");
    private static final Key<Sessions> SESSIONS = Key.usually(
            "sessions",
            Types.oneOf(Sessions.class),
            Sessions.MOVE,
            "For protocol = opennap: a new client's session goes to a member that is chosen for it (move), or stays with the server"
                    + " that it asked for, as sessions that were taken over do in any case, and only its searches go to others (stay).");
    private static final Key<Duration> PATIENCE = Key.usually(
            "patience",
            Types.duration(Duration.ofMillis(10), Duration.ofMinutes(3)),
            Mode.USUAL_PATIENCE,
            "For protocol = opennap: how long a search waits for a member. What the others have said by then is the answer.");
    private static final Key<List<Weight>> WEIGHTS = Key.usually(
            "weights",
            Type.list("weights", Weight.type(), 0, Roster.MOST_SEATS),
            List.<Weight>of(),
            "How much members can do that are not like the others, such as [\"192.0.2.1:8080=2\"]; 1 is usual.");
    private static final Key<List<Endpoint>> DRAIN = Key.usually(
            "drain",
            Type.list("servers", Types.server(), 0, Roster.MOST_SEATS),
            List.<Endpoint>of(),
            "Members that get nobody new, because they are to be taken down: requests and connections that they have go on, and so"
                    + " do clients that stick to them. After a change reload.");
    private static final Key<Duration> SLOW_START = Key.usually(
            "slow-start",
            Types.duration(Duration.ZERO, HOUR),
            Duration.ofSeconds(10),
            "How long a member that returns takes to get its full share.");
    private static final Key<Double> PANIC_BELOW = Key.usually(
            "panic-below",
            Types.decimal(0, 1),
            0.3,
            "When a smaller share of the members than this is well, all are used.");

    private static final Key<Integer> FAILURES = Key.usually(
            "failures",
            Types.whole(1, 1_000),
            USUAL.failures(),
            "Failures in a row after which a member gets nobody new.");
    private static final Key<Double> SUCCESS = Key.usually(
            "success",
            Types.decimal(0, 1),
            USUAL.success(),
            "The same below this share of answers without a server's error, unless the others are as bad.");
    private static final Key<Double> LATENCY_FACTOR = Key.usually(
            "latency-factor",
            Types.decimal(1.1, 1_000),
            USUAL.latencyFactor(),
            "The same above this many times the response time of the others (their median).");
    private static final Key<Duration> LATENCY_EXCESS = Key.usually(
            "latency-excess",
            Types.duration(Duration.ZERO, HOUR),
            USUAL.latencyExcess(),
            "How much longer than that median it must be besides.");
    private static final Key<Integer> MINIMUM_SAMPLES = Key.usually(
            "minimum-samples",
            Types.whole(1, 1_000_000),
            USUAL.minimumSamples(),
            "Answers in the window; with fewer, shares and response times say nothing.");
    private static final Key<Duration> WINDOW = Key.usually(
            "window",
            Types.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
            USUAL.window(),
            "How far back the figures look.");
    private static final Key<Duration> TIME = Key.usually(
            "time",
            Types.duration(Duration.ofSeconds(1), HOUR),
            USUAL.time(),
            "How long the first time lasts; each further one lasts twice as long.");
    private static final Key<Duration> LONGEST = Key.usually(
            "longest",
            Types.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            USUAL.longest(),
            "Where that growth ends; no shorter than time.");
    private static final Key<Double> MOST_SHARE = Key.usually(
            "most-share",
            Types.share(),
            USUAL.mostShare(),
            "Largest share of the members that is out at once; one of several may always be.");

    private static final Section EJECT = Section.of(
            "eject",
            "When a member gets nobody new for a while.",
            FAILURES,
            SUCCESS,
            LATENCY_FACTOR,
            LATENCY_EXCESS,
            MINIMUM_SAMPLES,
            WINDOW,
            TIME,
            LONGEST,
            MOST_SHARE);

    static final Section SECTION = Section.ofNamed(
            "groups",
            "Servers that can stand in for one another, for services with service = load-balancer. A service names its group.",
            Section.of(
                            "farm",
                            "",
                            MEMBERS,
                            DISCOVER,
                            MODE,
                            CHOOSE,
                            STICKY,
                            RETRY_BUDGET,
                            SESSIONS,
                            PATIENCE,
                            WEIGHTS,
                            DRAIN,
                            SLOW_START,
                            PANIC_BELOW)
                    .with(List.of(EJECT)));

    private GroupSection() {}

    /** A group that no service has named yet. */
    static GroupSettings read(String name, SectionReader in) {
        List<Endpoint> members = in.get(MEMBERS);
        boolean discover = in.get(DISCOVER);
        if (in.sound(MEMBERS, DISCOVER) && members.isEmpty() && !discover) {
            in.refuse(DISCOVER, "is false, and members names nobody: the group would stay empty", "");
        }
        List<Weight> weights = in.get(WEIGHTS);
        List<Endpoint> weighted = weights.stream().map(Weight::member).toList();
        List<Endpoint> draining = in.get(DRAIN);
        checkMembers(in, WEIGHTS, weighted, discover ? weighted : members);
        checkMembers(in, DRAIN, draining, discover ? draining : members);
        Map<Endpoint, Double> byMember =
                weights.stream().collect(Collectors.toMap(Weight::member, Weight::weight, (one, other) -> one));
        Mode mode = new Mode(
                in.get(MODE), in.get(CHOOSE), in.get(STICKY), in.get(RETRY_BUDGET), in.get(SESSIONS), in.get(PATIENCE));
        return new GroupSettings(
                name,
                "",
                Set.of(),
                members,
                discover,
                mode,
                byMember,
                Set.copyOf(draining),
                rules(in.section(EJECT)),
                in.get(SLOW_START),
                in.get(PANIC_BELOW));
    }

    private static void checkMembers(SectionReader in, Key<?> key, List<Endpoint> named, List<Endpoint> possible) {
        if (in.sound(key) && named.stream().distinct().count() < named.size()) {
            in.refuse(key, "names a member twice", "");
        }
        named.stream()
                .filter(member -> in.sound(key, MEMBERS, DISCOVER) && !possible.contains(member))
                .findFirst()
                .ifPresent(member -> in.refuse(
                        key, "names " + member + ", which is no member", "add it to members, or let discover = true"));
    }

    private static EjectionRules rules(SectionReader in) {
        Duration time = in.get(TIME);
        Duration longest = in.get(LONGEST);
        if (in.sound(TIME, LONGEST) && longest.compareTo(time) < 0) {
            in.refuse(LONGEST, "is shorter than time, " + Types.text(time), "");
        }
        return new EjectionRules(
                in.get(FAILURES),
                in.get(SUCCESS),
                in.get(LATENCY_FACTOR),
                in.get(LATENCY_EXCESS),
                in.get(MINIMUM_SAMPLES),
                in.get(WINDOW),
                time,
                longest,
                in.get(MOST_SHARE));
    }
}
