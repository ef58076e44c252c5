package org.activerouter.manager.metrics;

import java.util.List;
import org.activerouter.manager.group.GroupStanding;
import org.activerouter.manager.group.MemberStanding;
import org.activerouter.manager.group.MemberState;
import org.activerouter.manager.metrics.Families.Family;

/** How the members of server groups stand. Stateless. */
final class GroupMetrics {
    private GroupMetrics() {}

    static void add(List<GroupStanding> groups, Families to) {
        Family panic = to.gauge("group_panic", "Whether all members are used because too few are well.");
        Family states = to.gauge("member_state", "Whether the member gets anybody new.");
        Family shares = to.gauge("member_share", "The member's share of what the group gives away, from 0 to 1.");
        Family times = to.gauge("member_response_time_seconds", "To the first byte, lately.");
        for (GroupStanding group : groups) {
            panic.add(group.panic() ? 1 : 0, "group", group.name());
            for (MemberStanding each : group.members()) {
                String[] labels = {
                    "group", group.name(), "member", each.member().toString()
                };
                Families.addStates(states, MemberState.class, each.state(), labels);
                shares.add(each.share(), labels);
                times.add(each.responseMillis() / 1e3, labels);
            }
        }
    }
}
