package org.activerouter.manager.group;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Balancer;
import org.activerouter.proxy.balance.MemberSnapshot;
import org.activerouter.proxy.balance.Roster;
import org.jspecify.annotations.Nullable;

/** All groups: measures come in, rosters go out to the balancers whenever they have changed. Control thread only. */
public final class GroupControl {
    private final List<Balancer> balancers;
    private final Map<String, ServerGroup> groups = new LinkedHashMap<>();
    private final Map<String, Roster> told = new HashMap<>();
    private long nowNanos;

    /** Controls groups of these balancers; none yet. */
    public GroupControl(List<Balancer> balancers) {
        this.balancers = List.copyOf(balancers);
    }

    /** From now on these are the groups. One that has not changed, but for who is drained, keeps how its members stand. */
    public void configure(List<GroupSettings> wanted) {
        Map<String, ServerGroup> before = new HashMap<>(groups);
        groups.clear();
        for (GroupSettings settings : wanted) {
            groups.put(settings.name(), group(before.remove(settings.name()), settings));
        }
        before.values()
                .forEach(gone ->
                        tell(new Roster(gone.settings().name(), gone.settings().mode(), List.of())));
        told.keySet().retainAll(groups.keySet());
    }

    private ServerGroup group(@Nullable ServerGroup known, GroupSettings settings) {
        if (known == null || !known.settings().draining(settings.draining()).equals(settings)) {
            return new ServerGroup(settings);
        }
        known.drain(settings, nowNanos);
        return known;
    }

    /** What the packets of a server showed. */
    public void slice(LoadSlice slice) {
        for (ServerGroup group : groups.values()) {
            GroupMember member = group.member(slice.server());
            if (member != null) {
                member.meter().slice(slice, nowNanos);
            }
        }
    }

    /**
     * Looks who is there and how all are doing, and tells the balancers.
     *
     * @param seen every server that the analysis knows
     * @param nanos now, nanoseconds since 1970
     * @return what happened
     */
    public List<GroupEvent> turn(List<ServerSnapshot> seen, long nanos) {
        nowNanos = nanos;
        balancers.forEach(this::ask);
        List<GroupEvent> events = new ArrayList<>();
        for (ServerGroup group : groups.values()) {
            group.members(membersOf(group.settings(), seen), nanos);
            events.addAll(group.turn(nanos));
            Roster roster = group.roster(nanos);
            if (!roster.equals(told.put(roster.group(), roster))) {
                tell(roster);
            }
        }
        return events;
    }

    private void ask(Balancer balancer) {
        for (MemberSnapshot snapshot : balancer.members()) {
            ServerGroup group = groups.get(snapshot.group());
            GroupMember member = group == null ? null : group.member(snapshot.member());
            if (member != null) {
                member.meter().balanced(balancer, snapshot, nowNanos);
            }
        }
    }

    private static List<Endpoint> membersOf(GroupSettings settings, List<ServerSnapshot> seen) {
        List<Membership> all = List.of(settings::members, new Discovered(settings, seen));
        return all.stream().flatMap(each -> each.members().stream()).distinct().toList();
    }

    private void tell(Roster roster) {
        balancers.forEach(balancer -> balancer.roster(roster));
    }

    /** How every group stands. */
    public List<GroupStanding> standings() {
        return groups.values().stream().map(group -> group.standing(nowNanos)).toList();
    }

    /** How a server stands in its group, a line; empty if it is in none. */
    public Optional<String> why(Endpoint server) {
        for (GroupStanding group : standings()) {
            for (MemberStanding member : group.members()) {
                if (member.member().equals(server)) {
                    return Optional.of(text(group, member));
                }
            }
        }
        return Optional.empty();
    }

    private static String text(GroupStanding group, MemberStanding member) {
        String response = Double.isFinite(member.responseMillis())
                ? String.format(Locale.ROOT, ", response time %.1f ms", member.responseMillis())
                : "";
        return String.format(
                Locale.ROOT,
                "in group %s it is %s with %.0f %% of the traffic%s; %d requests lately, %d failed%s%s",
                group.name(),
                member.state().name().toLowerCase(Locale.ROOT),
                100 * member.share(),
                member.reason().isEmpty() ? "" : " (" + member.reason() + ")",
                member.requests(),
                member.failures(),
                response,
                group.panic() ? "; too few members are well, so all are used" : "");
    }
}
