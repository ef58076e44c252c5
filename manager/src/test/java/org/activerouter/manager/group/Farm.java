package org.activerouter.manager.group;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;

/** A group of which a story is told, a quarter of a second at a time. */
final class Farm {
    static final Endpoint A = endpoint("10.0.0.1");
    static final Endpoint B = endpoint("10.0.0.2");
    static final Endpoint C = endpoint("10.0.0.3");

    private static final long TURN = Duration.ofMillis(250).toNanos();

    private final Map<Endpoint, Doing> doing = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final ServerGroup group;
    private long now = Duration.ofDays(1).toNanos();

    /** How a member does, each turn. */
    private record Doing(int requests, int refused, long millis, long waitingMillis) {}

    Farm(Endpoint... members) {
        group = new ServerGroup(settings(List.of(members)));
        group.members(List.of(members), now);
        group.turn(now);
    }

    static GroupSettings settings(List<Endpoint> members) {
        return new GroupSettings(
                "farm",
                "http",
                Set.of(80),
                members,
                true,
                Mode.of(Distribution.SPREAD),
                Map.of(),
                Set.of(),
                EjectionRules.USUAL,
                Duration.ofSeconds(10),
                0.3);
    }

    static Endpoint endpoint(String address) {
        try {
            return new Endpoint(InetAddress.getByName(address), 80);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    ServerGroup group() {
        return group;
    }

    /** From now on a member answers so. */
    Farm answers(Endpoint member, int requests, int refused, long millis) {
        doing.put(member, new Doing(requests, refused, millis, 0));
        return this;
    }

    /** From now on somebody waits for it that long already, and nobody gets an answer. */
    Farm hangs(Endpoint member, long waitingMillis) {
        doing.put(member, new Doing(0, 0, 0, waitingMillis));
        return this;
    }

    Farm seconds(double seconds) {
        for (int turn = 0; turn < seconds * 4; turn++) {
            now += TURN;
            doing.forEach(this::tell);
            group.turn(now).forEach(event -> told.add(event.text()));
        }
        return this;
    }

    private void tell(Endpoint endpoint, Doing how) {
        GroupMember member = group.member(endpoint);
        if (member != null) {
            member.meter().slice(slice(endpoint, how, now), now);
        }
    }

    static LoadSlice slice(Endpoint server, int requests, int refused, long millis) {
        return slice(server, new Doing(requests, refused, millis, 0), 0);
    }

    private static LoadSlice slice(Endpoint server, Doing how, long start) {
        long response = how.millis() * 1_000_000;
        return new LoadSlice(
                server,
                "http",
                start,
                TURN,
                0,
                how.requests(),
                start,
                start,
                how.requests(),
                how.requests(),
                0,
                how.refused(),
                0,
                how.requests(),
                how.waitingMillis() > 0 ? 1 : 0,
                how.waitingMillis() * 1_000_000,
                response * how.requests(),
                response,
                Map.of(),
                Map.of(),
                1);
    }

    long now() {
        return now;
    }

    MemberStanding standing(Endpoint member) {
        return group.standing(now).members().stream()
                .filter(each -> each.member().equals(member))
                .findFirst()
                .orElseThrow();
    }

    MemberState state(Endpoint member) {
        return standing(member).state();
    }

    double share(Endpoint member) {
        return group.roster(now).seats().stream()
                .filter(seat -> seat.member().equals(member) && seat.admitted())
                .mapToDouble(seat -> seat.share())
                .sum();
    }

    /** What happened since the last question. */
    List<String> told() {
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }
}
