package org.activerouter.manager.group;

import java.util.List;
import org.activerouter.proxy.balance.Mode;

/**
 * How a group stands at one moment; immutable.
 *
 * @param name its name
 * @param mode how traffic is shared
 * @param panic whether all members are used because too few are well
 * @param members in the order of preference
 */
public record GroupStanding(String name, Mode mode, boolean panic, List<MemberStanding> members) {
    /** Keeps its own copy. */
    public GroupStanding {
        members = List.copyOf(members);
    }
}
