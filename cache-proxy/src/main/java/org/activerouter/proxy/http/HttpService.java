package org.activerouter.proxy.http;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import org.activerouter.proxy.CacheFigures;
import org.activerouter.proxy.balance.Balancer;
import org.activerouter.proxy.balance.Groups;
import org.activerouter.proxy.balance.MemberSnapshot;
import org.activerouter.proxy.balance.Roster;
import org.activerouter.proxy.http.cache.HttpCache;
import org.activerouter.proxy.http.cache.HttpCacheSnapshot;
import org.activerouter.proxy.relay.Passage;
import org.activerouter.proxy.relay.RelayLimits;
import org.activerouter.proxy.relay.RelayService;
import org.activerouter.proxy.relay.RelayedService;
import org.jspecify.annotations.Nullable;

/**
 * The load balancer as a service: each request of HTTP/1.x, and each connection of anything else, goes to a member of the group of the
 * server that its client asked for. A server in no group is its own only member. Any thread.
 */
public final class HttpService extends RelayedService implements Balancer {
    private final Groups groups;
    private final @Nullable HttpCache cache;

    /**
     * A service that stands in for nobody yet.
     *
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     */
    public HttpService(RelayLimits limits, HttpLimits http) {
        this(limits, http, null);
    }

    /**
     * A service that stands in for nobody yet, and answers itself what a cache may answer.
     *
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     */
    public HttpService(RelayLimits limits, HttpLimits http, @Nullable HttpCache cache) {
        this(limits, http, cache, Passage.REDIRECTED, new DefaultThreadFactory("http", true));
    }

    /**
     * A service with another way in and out, and threads that are made elsewhere.
     *
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     */
    public HttpService(
            RelayLimits limits, HttpLimits http, @Nullable HttpCache cache, Passage passage, ThreadFactory threads) {
        this(
                limits,
                passage,
                threads,
                new Shared(http, new Groups(System::nanoTime, ThreadLocalRandom::current), System::nanoTime, cache));
    }

    private HttpService(RelayLimits limits, Passage passage, ThreadFactory threads, Shared shared) {
        super(new RelayService(limits, new HttpHandler(shared), passage, threads));
        groups = shared.groups();
        cache = shared.cache();
    }

    /** What is kept is kept of one server, so with a cache nobody else stands in for it. */
    @Override
    public void roster(Roster roster) {
        if (cache == null) {
            groups.roster(roster);
        }
    }

    @Override
    public List<MemberSnapshot> members() {
        return groups.snapshot();
    }

    @Override
    public Optional<CacheFigures> cache() {
        return Optional.ofNullable(cache).map(HttpCache::snapshot).map(HttpService::figures);
    }

    private static CacheFigures figures(HttpCacheSnapshot now) {
        return new CacheFigures(
                now.requests(),
                now.hits(),
                now.shared(),
                now.forwarded(),
                now.refreshed(),
                now.kept(),
                0,
                now.evicted(),
                now.entries(),
                now.bytes(),
                now.hitTimes().medianNanos(),
                now.hitTimes().p99Nanos());
    }
}
