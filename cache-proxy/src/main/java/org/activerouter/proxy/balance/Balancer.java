package org.activerouter.proxy.balance;

import java.util.List;
import org.activerouter.proxy.ActiveService;

/**
 * An active service that gives the clients of one server to the members of its group. It reports what it sees of them and obeys the
 * latest roster; whether a member is healthy is judged by whoever makes the rosters. A member that refuses a connection is passed
 * over for that request at once, whatever the roster says; and when a group has no open member, a client gets the server that it
 * asked for.
 *
 * <p>All methods are for any thread and do not wait for traffic.
 */
public interface Balancer extends ActiveService {
    /** From now on this is the group, in the place of an earlier roster of the same name; without seats the group is forgotten. */
    void roster(Roster roster);

    /** What was seen of each member of each group. */
    List<MemberSnapshot> members();
}
