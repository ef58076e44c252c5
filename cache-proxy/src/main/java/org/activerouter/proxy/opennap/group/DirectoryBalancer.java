package org.activerouter.proxy.opennap.group;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.HandedBack;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.TakenOver;
import org.activerouter.proxy.balance.Balancer;
import org.activerouter.proxy.balance.Groups;
import org.activerouter.proxy.balance.MemberSnapshot;
import org.activerouter.proxy.balance.Roster;
import org.activerouter.proxy.relay.Passage;
import org.activerouter.proxy.relay.RelayLimits;
import org.activerouter.proxy.relay.RelayService;

/**
 * The load balancer for OpenNap directories as a service. A client's session goes to the member that its group's mode gives it, or
 * stays with the server that it was with; its searches follow the session, go to one member each, or to all members at once, whose
 * answers are made one. For a member to answer searches of sessions that it does not have, the router logs in there under names of
 * its own. A server in no group is its own only member. Any thread.
 */
public final class DirectoryBalancer implements Balancer {
    private final Groups groups;
    private final RelayService relay;

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
        groups = new Groups(System::nanoTime, ThreadLocalRandom::current);
        Directories directories = new Directories(groups, new LearnedCap(), new Shortfalls(), System::nanoTime);
        relay = new RelayService(limits, new DirectoryHandler(directories), passage, threads);
    }

    @Override
    public void roster(Roster roster) {
        groups.roster(roster);
    }

    @Override
    public List<MemberSnapshot> members() {
        return groups.snapshot();
    }

    @Override
    public Door serve(Endpoint server) throws IOException {
        return relay.serve(server);
    }

    @Override
    public void retire(Endpoint server) {
        relay.retire(server);
    }

    @Override
    public TakenOver takeOver(Endpoint server, List<StandingConnection> batch) {
        return relay.takeOver(server, batch);
    }

    @Override
    public TakenOver reset(Endpoint server, List<StandingConnection> batch) {
        return relay.reset(server, batch);
    }

    @Override
    public HandedBack handBack(Endpoint server) {
        return relay.handBack(server);
    }

    @Override
    public long beats() {
        return relay.beats();
    }

    @Override
    public List<ServedSnapshot> served() {
        return relay.served();
    }

    @Override
    public ServiceSnapshot snapshot() {
        return relay.snapshot();
    }

    @Override
    public void close() {
        relay.close();
    }
}
