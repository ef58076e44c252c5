package org.activerouter.analyzer.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * All servers that are known, and the capture's clock for them. One thread.
 *
 * <p>Bounded by {@link LoadLimits}: a new server beyond the cap takes the place of the one that was quiet longest (to the
 * second), a new connection that of the oldest ended one. Both are counted.
 *
 * <p>Seconds are told once they are over by one more second: an observation is stamped when its bytes were complete and told
 * when they were acknowledged, which may be a little later. What comes later than that is counted into the oldest second that
 * is still open, so that no count is lost and no second is told twice. Only where the stamps themselves have moved back
 * does a second come again; the parts add up.
 *
 * <p>A forgotten server that speaks again begins anew: its counts at 0, its queries at number 1.
 */
public final class ServerTable {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final Comparator<ServerLoad> BY_ADDRESS = Comparator.<ServerLoad>comparingInt(
                    server -> server.sortKey().length)
            .thenComparing(ServerLoad::sortKey, Arrays::compareUnsigned)
            .thenComparingInt(server -> server.endpoint().port());

    private final LoadLimits limits;
    private final AggregateSink sink;
    private final LoadClock clock = new LoadClock();
    private final Map<Endpoint, ServerLoad> servers = new HashMap<>();
    private final Chain<ServerLoad> quietFirst = new Chain<>();
    private final ClientTable clients;
    private final SliceFeed slices;
    private @Nullable List<ServerLoad> byAddress;
    private long forgottenServers;
    private long unmeasuredQueries;

    /** How often seconds were told; a server's open seconds were begun at this one or the one before it. */
    private long tick;

    private long firstOpenSecond = Long.MIN_VALUE;
    private long tellAtNanos = Long.MIN_VALUE;
    private int toldEpoch;

    /**
     * A table without servers.
     *
     * @param limits its caps
     * @param sink is told each second of each server
     */
    public ServerTable(LoadLimits limits, AggregateSink sink) {
        this(limits, sink, SliceSink.NONE);
    }

    /**
     * A table without servers.
     *
     * @param limits its caps
     * @param sink is told each second of each server
     * @param sliceSink is told each slice of each server
     */
    public ServerTable(LoadLimits limits, AggregateSink sink, SliceSink sliceSink) {
        this.limits = limits;
        this.sink = sink;
        this.slices = new SliceFeed(sliceSink, clock);
        this.clients = new ClientTable(limits.maxClients());
    }

    /** A client's connection to a server carries its first readable data. */
    public ConnectionLoad connect(Endpoint server, String protocol, Endpoint client) {
        ServerLoad load = server(server, protocol);
        load.connected(client.address());
        touch(load);
        slices.connected(load);
        ConnectionLoad connection = new ConnectionLoad(this, load, client);
        clients.opened(connection);
        return connection;
    }

    /** Moves the clock to a frame's stamp, or on while no frame comes; tells the seconds that are over. */
    public void advance(long nanos) {
        clock.frame(nanos);
        tellOver();
        slices.tellOver();
    }

    /** The newest time seen, nanoseconds since 1970; 0 before the first. */
    public long now() {
        return clock.started() ? clock.now() : 0;
    }

    /** The capture is over: tells the seconds that are still open. */
    public void finish() {
        tell(Long.MAX_VALUE);
        slices.finish();
    }

    /** Every server as it is now, by address and port. */
    public List<ServerSnapshot> snapshots() {
        if (byAddress == null) {
            byAddress = new ArrayList<>(servers.values());
            byAddress.sort(BY_ADDRESS);
        }
        int[] perBin = new int[LogLinearScale.BINS];
        List<ServerSnapshot> snapshots = new ArrayList<>(byAddress.size());
        for (ServerLoad server : byAddress) {
            snapshots.add(server.snapshot(clock, perBin));
        }
        return snapshots;
    }

    /** Every connection that is remembered, by server and client. */
    public List<ClientSnapshot> clients() {
        return clients.snapshots();
    }

    /** Servers dropped under the cap. */
    public long forgottenServers() {
        return forgottenServers;
    }

    /** Connections dropped from the report under the cap. */
    public long forgottenClients() {
        return clients.forgotten();
    }

    /** Queries that could not be measured, those of forgotten servers included. */
    public long unmeasuredQueries() {
        return unmeasuredQueries;
    }

    LoadClock clock() {
        return clock;
    }

    SliceFeed slices() {
        return slices;
    }

    ClientTable clientTable() {
        return clients;
    }

    void countUnmeasured() {
        unmeasuredQueries++;
    }

    ServerLoad server(Endpoint endpoint, String protocol) {
        ServerLoad known = servers.get(endpoint);
        return known == null ? add(endpoint, protocol) : known;
    }

    private ServerLoad add(Endpoint endpoint, String protocol) {
        if (servers.size() == limits.maxServers()) {
            forgetQuietest();
        }
        ServerLoad added = new ServerLoad(endpoint, protocol, limits);
        servers.put(endpoint, added);
        quietFirst.addLast(added);
        added.touched(tick);
        byAddress = null;
        return added;
    }

    private void forgetQuietest() {
        ServerLoad quietest = quietFirst.first();
        if (quietest != null) {
            quietest.tell(Long.MAX_VALUE, sink);
            slices.forget(quietest);
            quietest.forget();
            quietFirst.remove(quietest);
            servers.remove(quietest.endpoint());
            forgottenServers++;
        }
    }

    private void touch(ServerLoad server) {
        server.touched(tick);
        quietFirst.moveToLast(server);
    }

    /** The counts of the second in which something was observed; moves the clock on. */
    OpenSecond second(ServerLoad server, long nanos) {
        clock.observation(nanos);
        tellOver();
        long epochSecond = Math.max(Math.floorDiv(nanos, SECOND_NANOS), firstOpenSecond);
        OpenSecond second = server.second(epochSecond);
        if (second == null) {
            touch(server);
            second = server.begin(epochSecond);
        }
        return second;
    }

    private void tellOver() {
        if (clock.now() < tellAtNanos && clock.epoch() == toldEpoch) {
            return;
        }
        long current = Math.floorDiv(clock.now(), SECOND_NANOS);
        tell(clock.epoch() == toldEpoch ? current - 1 : Long.MAX_VALUE);
        firstOpenSecond = current - 1;
        tellAtNanos = (current + 1) * SECOND_NANOS;
        toldEpoch = clock.epoch();
    }

    /** Visits only servers with an open second: they are the ones that moved to the end of the chain last. */
    private void tell(long firstOpen) {
        ServerLoad server = quietFirst.last();
        while (server != null && server.touchedTick() >= tick - 1) {
            server.tell(firstOpen, sink);
            server = server.before();
        }
        tick++;
    }
}
