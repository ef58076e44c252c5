package org.activerouter.proxy.relay;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.threads.Compilers;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.HandedBack;
import org.activerouter.proxy.Hold;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.TakenOver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transparent service: to a client it is the server that the client asked for, to the server it is the client, with the
 * client's address and port. What it does in between is its {@link SessionHandler}'s; without one it relays.
 *
 * <p>When its own limits are reached it fails open: it takes its mark from its listeners, so that the kernel sends new clients
 * to the server itself. Needs the rules of {@code netfilter-scripts} and the right to set marks (CAP_NET_ADMIN). IPv4 only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what came of a call is told as an event of the channel
public final class RelayService implements ActiveService {
    private static final Logger LOG = LoggerFactory.getLogger(RelayService.class);
    private static final long SECOND = 1;

    /** A tenth of the usual weight. */
    private static final int COMPILERS_NICE = 10;

    /** Ends that talk without a pause may be too slow in one try; who stays for good says so at once in each. */
    private static final int MOST_FAREWELLS = 3;

    private final SessionHandler handler;
    private final SessionEnvironment environment;
    private final EventLoopGroup group;
    private final SessionLoop[] loops;
    private final Acceptor acceptor;
    private final ScheduledExecutorService doorkeeper;
    private final ConcurrentMap<Endpoint, ServedServer> servers = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, Doorway> doorways = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    /** Held while sessions are moved, which takes up to seconds: nobody who opens or closes a door waits for that. Before this, if both. */
    private final Object handovers = new Object();

    private volatile boolean closed;

    /**
     * A plain relay.
     *
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     */
    public RelayService(RelayLimits limits) {
        this(limits, SessionHandler.RELAY);
    }

    /**
     * A service that does what the handler says.
     *
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     */
    public RelayService(RelayLimits limits, SessionHandler handler) {
        this(limits, handler, Passage.REDIRECTED, new DefaultThreadFactory("relay", true));
    }

    /**
     * A service with another way in and out, and threads that are made elsewhere.
     *
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     */
    public RelayService(RelayLimits limits, SessionHandler handler, Passage passage, ThreadFactory threads) {
        Epoll.ensureAvailability();
        Compilers.giveWay(COMPILERS_NICE);
        this.handler = handler;
        this.environment =
                new SessionEnvironment(limits, passage, new Admission(limits, descriptors()), new Refusals());
        this.group = new MultiThreadIoEventLoopGroup(limits.threads(), threads, new KeptInEpoll());
        this.loops = IntStream.range(0, limits.threads())
                .mapToObj(each -> new SessionLoop(group.next(), environment))
                .toArray(SessionLoop[]::new);
        this.acceptor = new Acceptor(this, environment);
        this.doorkeeper = Executors.newSingleThreadScheduledExecutor(threads);
        for (SessionLoop loop : loops) {
            eachSecond(loop.eventLoop(), loop::tick);
        }
        eachSecond(doorkeeper, this::lookAtDoors);
        if (passage instanceof RedirectedPassage) {
            doorkeeper.execute(() -> Rehearsal.once(limits, threads));
            doorkeeper.execute(() -> Arrivals.once(limits, threads));
        }
    }

    private void eachSecond(ScheduledExecutorService thread, Runnable task) {
        ScheduledFuture<?> unused = thread.scheduleAtFixedRate(() -> survive(task), SECOND, SECOND, TimeUnit.SECONDS);
    }

    /** A periodic task that throws would never run again. */
    private void survive(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            environment.refusals().count(Refusal.INTERNAL);
            LOG.error("A periodic task of the service failed; it goes on", e);
        }
    }

    private static long descriptors() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getMaxFileDescriptorCount();
    }

    @Override
    public synchronized Door serve(Endpoint server) throws IOException {
        if (closed) {
            throw new IOException("The service is closed");
        }
        if (!(server.address() instanceof Inet4Address)) {
            throw new IOException("Cannot stand in for " + server + ": only IPv4 is redirected");
        }
        Doorway doorway = doorways.get(server.port());
        if (doorway == null) {
            doorway = Doorway.open(server.port(), group.next(), acceptor, environment.passage(), System.nanoTime());
            doorways.put(server.port(), doorway);
        }
        servers.computeIfAbsent(server, ServedServer::new).retire(false);
        return doorway.door();
    }

    @Override
    public synchronized void retire(Endpoint server) {
        ServedServer served = servers.get(server);
        if (served != null) {
            served.retire(true);
            used(served);
        }
    }

    @Override
    public TakenOver takeOver(Endpoint server, List<StandingConnection> batch, Hold hold) throws IOException {
        synchronized (handovers) {
            ServedServer served = servers.get(server);
            if (closed || served == null || served.retired()) {
                return noneOf(batch);
            }
            used(served);
            return new Handover(served, handler, loops).takeOver(batch, hold);
        }
    }

    private static TakenOver noneOf(List<StandingConnection> batch) {
        return new TakenOver(
                List.of(),
                batch.stream()
                        .map(each -> new TakenOver.Refused(each.facts().flow(), "its server is not stood in for"))
                        .toList());
    }

    @Override
    public TakenOver reset(Endpoint server, List<StandingConnection> batch, Hold hold) throws IOException {
        synchronized (handovers) {
            return Resets.of(server, batch, hold);
        }
    }

    @Override
    public long beats() {
        return Arrays.stream(loops).mapToLong(SessionLoop::ticks).min().orElseThrow();
    }

    @Override
    public HandedBack handBack(Endpoint server) {
        ServedServer served = servers.get(server);
        List<FlowKey> back = new ArrayList<>();
        List<HandedBack.Kept> kept = List.of();
        synchronized (handovers) {
            for (int tries = 0; tries < MOST_FAREWELLS && served != null && !closed; tries++) {
                kept = farewell(served, back);
                if (kept.isEmpty()) {
                    break;
                }
            }
        }
        return new HandedBack(back, kept);
    }

    private List<HandedBack.Kept> farewell(ServedServer served, List<FlowKey> back) {
        List<HandedBack.Kept> kept = new ArrayList<>();
        for (CompletableFuture<Farewell.Outcome> farewell : Farewell.all(served, loops)) {
            Farewell.Outcome each = farewell.join();
            FlowKey flow = each.session().flow();
            if (each.back()) {
                back.add(flow);
            } else if (each.why() != null) {
                kept.add(new HandedBack.Kept(flow, each.why()));
            }
        }
        return kept;
    }

    @Override
    public List<ServedSnapshot> served() {
        return servers.values().stream()
                .map(each -> handler.describe(each.snapshot()))
                .toList();
    }

    @Override
    public ServiceSnapshot snapshot() {
        Admission admission = environment.admission();
        return handler.describe(new ServiceSnapshot(
                doorways.values().stream().map(Doorway::door).toList(),
                admission.open(),
                admission.accepted(),
                environment.refusals().byName(),
                admission.bytesQueued()));
    }

    @Override
    public void close() {
        synchronized (handovers) {
            if (closeDoors()) {
                for (SessionLoop loop : loops) {
                    loop.eventLoop().submit(loop::close).syncUninterruptibly();
                }
                group.shutdownGracefully(0, SECOND, TimeUnit.SECONDS).syncUninterruptibly();
            }
        }
    }

    /** Whether they were not closed before. */
    private synchronized boolean closeDoors() {
        boolean first = !closed;
        closed = true;
        doorkeeper.shutdownNow();
        doorways.values().forEach(Doorway::close);
        doorways.clear();
        return first;
    }

    /** The server that a client asked for, if this service stands in for it or did lately. Any thread. */
    @Nullable
    ServedServer find(Endpoint asked) {
        return servers.get(asked);
    }

    /** Makes a session of a client that was let in. A server that was retired meanwhile gets its bytes unchanged. */
    void begin(EpollSocketChannel client, ServedServer server) {
        SessionLoop loop = loops[Math.floorMod(next.getAndIncrement(), loops.length)];
        Session session = new Session(loop, server, server.retired() ? SessionHandler.RELAY : handler, client);
        used(server);
        server.opened();
        Connections.configure(client.config(), environment.limits());
        client.pipeline().addLast(session.client());
        ChannelFuture registered = loop.eventLoop().register(client);
        registered.addListener(done -> {
            if (!done.isSuccess()) {
                client.unsafe().closeForcibly();
                environment.admission().leave(session.clientAddress().getAddress());
                server.closed();
            }
        });
    }

    private void used(ServedServer server) {
        Doorway doorway = doorways.get(server.endpoint().port());
        if (doorway != null) {
            doorway.used(System.nanoTime());
        }
    }

    /** No more clients, if that can be had: the kernel sends them to the server itself. Any thread. */
    void leaveDoorsAjar() {
        doorways.values().forEach(each -> each.ajar(true));
    }

    private synchronized void lookAtDoors() {
        long lately = System.nanoTime() - Doorway.LINGER_NANOS;
        servers.values().removeIf(each -> each.retired() && !each.hasSessions() && unused(each, lately));
        doorways.values().removeIf(each -> closeIfUnneeded(each, lately));
        for (Doorway doorway : doorways.values()) {
            doorway.ajar(environment.admission().crowded());
            doorway.resume();
        }
    }

    private boolean unused(ServedServer server, long since) {
        Doorway doorway = doorways.get(server.endpoint().port());
        return doorway == null || doorway.unusedSince(since);
    }

    private boolean closeIfUnneeded(Doorway doorway, long since) {
        boolean needed = servers.values().stream()
                .anyMatch(each -> !each.retired()
                        && each.endpoint().port() == doorway.door().serverPort());
        if (needed || !doorway.unusedSince(since)) {
            return false;
        }
        doorway.close();
        return true;
    }
}
