package org.activerouter.proxy.opennap.group;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import org.activerouter.proxy.balance.Balancer;
import org.activerouter.proxy.balance.Groups;
import org.activerouter.proxy.balance.MemberSnapshot;
import org.activerouter.proxy.balance.Roster;
import org.activerouter.proxy.relay.Passage;
import org.activerouter.proxy.relay.RelayLimits;
import org.activerouter.proxy.relay.RelayService;
import org.activerouter.proxy.relay.RelayedService;

/**
 * The load balancer for OpenNap directories as a service. A client's session goes to the member that its group's mode gives it, or
 * stays with the server that it was with; its searches follow the session, go to one member each, or to all members at once, whose
 * answers are made one. For a member to answer searches of sessions that it does not have, the router logs in there under names of
 * its own. A server in no group is its own only member. Any thread.
 */
public final class DirectoryBalancer extends RelayedService implements Balancer {
    private final Directories directories;

    /**
     * A service that stands in for nobody yet.
     *
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     */
    public DirectoryBalancer(RelayLimits limits) {
        this(limits, Passage.REDIRECTED, new DefaultThreadFactory("directories", true));
    }

    /**
     * A service with another way in and out, and threads that are made elsewhere.
     *
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     */
    public DirectoryBalancer(RelayLimits limits, Passage passage, ThreadFactory threads) {
        this(
                limits,
                passage,
                threads,
                new Directories(
                        new Groups(System::nanoTime, ThreadLocalRandom::current),
                        new LearnedCap(),
                        new Shortfalls(),
                        System::nanoTime));
    }

    private DirectoryBalancer(RelayLimits limits, Passage passage, ThreadFactory threads, Directories directories) {
        super(new RelayService(limits, new DirectoryHandler(directories), passage, threads));
        this.directories = directories;
    }

    @Override
    public void roster(Roster roster) {
        directories.groups().roster(roster);
    }

    @Override
    public List<MemberSnapshot> members() {
        return directories.groups().snapshot();
    }

    @Override
    public Set<InetAddress> ownAddresses() {
        return Set.copyOf(directories.askedFrom());
    }
}
