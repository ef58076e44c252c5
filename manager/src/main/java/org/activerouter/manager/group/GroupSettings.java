package org.activerouter.manager.group;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Mode;

/**
 * A group as the operator wants it. Immutable.
 *
 * @param name its name
 * @param protocol id of the protocol that its members speak
 * @param ports where servers listen that may be discovered
 * @param members who is a member in any case, in the order of preference
 * @param discover whether every server on those ports that is seen to answer is a member as well
 * @param mode how traffic is shared
 * @param weights how much a member can do, compared with the others; 1 for who is not named
 * @param draining members that get nobody new because the operator wants them to have nobody; they keep what they have
 * @param ejection when a member gets nobody new
 * @param slowStart how long a member that returns takes to get its full share
 * @param panicBelow when a smaller share than this of the members is well, all are used: the group is not the fault then, or there
 *     is nothing better
 */
public record GroupSettings(
        String name,
        String protocol,
        Set<Integer> ports,
        List<Endpoint> members,
        boolean discover,
        Mode mode,
        Map<Endpoint, Double> weights,
        Set<Endpoint> draining,
        EjectionRules ejection,
        Duration slowStart,
        double panicBelow) {
    /** Keeps its own copies. */
    public GroupSettings {
        ports = Set.copyOf(ports);
        members = List.copyOf(members);
        weights = Map.copyOf(weights);
        draining = Set.copyOf(draining);
    }

    /** The same for the servers of a service. */
    public GroupSettings of(String spoken, Set<Integer> listening) {
        return new GroupSettings(
                name, spoken, listening, members, discover, mode, weights, draining, ejection, slowStart, panicBelow);
    }

    /** The same while others are drained. */
    GroupSettings draining(Set<Endpoint> others) {
        return new GroupSettings(
                name, protocol, ports, members, discover, mode, weights, others, ejection, slowStart, panicBelow);
    }

    double weight(Endpoint member) {
        return weights.getOrDefault(member, 1.0);
    }
}
