package org.activerouter.manager.policy;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.analyzer.load.SliceSink;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.policy.Decision.Action;
import org.activerouter.manager.policy.Decision.Cause;
import org.activerouter.manager.policy.Policy.Mode;
import org.activerouter.manager.policy.Standing.State;
import org.jspecify.annotations.Nullable;

/**
 * Decides which servers are to be redirected. It is told what is seen and asked what to do; it does nothing itself. One thread.
 *
 * <p>Two clocks meet here. Slices carry the capture's time, and {@link #over} says how far it has come: windows end there.
 * {@link #decide} carries the caller's time: dwell and hold run by it. Either may jump; then no window reaches across the jump,
 * and no dwell or hold becomes shorter by it.
 *
 * <p>A restarted engine knows nothing, and gives no verdict on a server before it has watched it for a whole window.
 */
public final class PolicyEngine implements SliceSink {
    /** The analysis is behind when its time has not moved for this long. What it tells next may be of a longer time than it says. */
    private static final long STALLED_AFTER_NANOS = 1_000_000_000L;

    /** What was asked before a clock was set, and is answered after it, has a response time that means nothing. */
    private static final int IN_FLIGHT_SLICES = 4;

    private static final long WAIT_FOR_OTHERS_NANOS = 500_000_000L;
    private static final int LONGEST_WINDOW_SLICES = 2_400;
    private static final int MOST_OVERRIDES = 4_096;

    private final SteadyTime time = new SteadyTime();
    private final WatchedServers servers = new WatchedServers();
    private final NetworkFault network = new NetworkFault(servers);
    private final Map<Endpoint, Standing.Wish> overrides = new HashMap<>();
    private final List<Decision> pending = new ArrayList<>();
    private EngineSettings settings;
    private Set<String> own = Set.of();
    private CaptureLoss loss = new CaptureLoss(LONGEST_WINDOW_SLICES);
    private long end = Long.MIN_VALUE;
    private long endAtLastDecide = Long.MIN_VALUE;
    private long since = Long.MAX_VALUE;
    private long movedAt;
    private boolean kernelReady = true;
    private String kernelReason = "";
    private Moment now;

    /** An engine that knows no server. */
    public PolicyEngine(EngineSettings settings) {
        this.settings = settings;
        now = new Moment(0, 0, 0, 0, false, loss, own, settings.configurationHash());
    }

    /** Takes a slice; the same as {@link #slice}. */
    public void accept(LoadSlice slice) {
        if (end == Long.MIN_VALUE || LoadWindow.indexOf(slice.startNanos()) > end) {
            over(slice.startNanos());
        }
        servers.accept(slice, settings);
    }

    @Override
    public void slice(LoadSlice slice) {
        accept(slice);
    }

    /** The capture's time has come so far: every slice that ended before has been told. */
    @Override
    public void over(long nanos) {
        long index = LoadWindow.indexOf(nanos);
        boolean first = end == Long.MIN_VALUE;
        if (first || index < end || index - endAtLastDecide > LoadWindow.indexOf(SteadyTime.LONGEST_STEP_NANOS)) {
            beginAnew(index);
        }
        end = index;
    }

    private void beginAnew(long index) {
        servers.all().forEach(WatchedServer::restart);
        loss = new CaptureLoss(LONGEST_WINDOW_SLICES);
        since = end == Long.MIN_VALUE ? index : index + IN_FLIGHT_SLICES;
        endAtLastDecide = index;
    }

    /**
     * What the capture lost and got so far, as counters that go up; if they go back, another capture has begun.
     *
     * @param nanos when they were read, by the clock of the slices
     */
    public void soundness(long nanos, long lostFrames, long capturedFrames) {
        loss.counters(LoadWindow.indexOf(nanos), lostFrames, capturedFrames);
    }

    /**
     * The addresses from which the router itself asks servers. Whoever asks from there is not one client, but stands for any number of
     * them: it is left out of the distinct clients and of the largest share, while its queries are load like any other.
     */
    public void own(Set<String> addresses) {
        own = Set.copyOf(addresses);
    }

    /**
     * What the active service was asked on behalf of a redirected server so far, and passed on to it, as counters that go up.
     *
     * @param queriesTotal -1 if it is not known: then the server is taken to see all queries itself
     * @param forwardedTotal -1 if it is not known: then all are taken to be passed on
     */
    public void demand(Endpoint server, long nanos, long queriesTotal, long forwardedTotal) {
        WatchedServer known = servers.get(server);
        if (known != null) {
            known.demand(nanos, queriesTotal, forwardedTotal);
        }
    }

    /**
     * Whether the kernel can take more redirects; those that are in force stay.
     *
     * @param reason what is wrong, if it cannot; reads on after "because"
     */
    public void kernelReady(boolean ready, String reason) {
        kernelReady = ready;
        kernelReason = reason;
    }

    /**
     * The operator wants a server redirected, whatever its policy says, and also while that only observes.
     *
     * @return why that cannot be; empty if it will be done
     */
    public Optional<String> redirect(Endpoint server) {
        Optional<PolicedService> service = settings.serviceOf(server, servers.protocolOf(server));
        if (service.isEmpty()) {
            return Optional.of("no service of the configuration covers " + server);
        }
        Optional<Obstacle> never = forbidden(server, service.get());
        if (never.isEmpty()) {
            if (servers.get(server) == null) {
                servers.watch(server, service.get().protocol(), service.get(), settings.maxServers());
            }
            return override(server, Standing.Wish.REDIRECT);
        }
        return never.map(Obstacle::text);
    }

    /**
     * The operator wants a server left alone, whatever its policy says.
     *
     * @return why that cannot be; empty if it will be done
     */
    public Optional<String> release(Endpoint server) {
        return override(server, Standing.Wish.RELEASE);
    }

    private Optional<String> override(Endpoint server, Standing.Wish wanted) {
        if (overrides.size() >= MOST_OVERRIDES && !overrides.containsKey(server)) {
            return Optional.of("there are already " + MOST_OVERRIDES + " servers that are not left to their policies");
        }
        overrides.put(server, wanted);
        return Optional.empty();
    }

    /** The operator leaves a server to its policy again. */
    public void automatic(Endpoint server) {
        overrides.remove(server);
    }

    /** A redirect that was decided could not be made; it counts as over, and is not tried again before its hold has passed. */
    public void failed(Endpoint server) {
        WatchedServer known = servers.get(server);
        if (known != null && known.state() == State.REDIRECTED) {
            known.release(now);
            overrides.remove(server);
        }
    }

    /** Begins to follow another configuration; what is redirected stays so where that allows it. */
    public void configure(EngineSettings next) {
        settings = next;
        now = new Moment(
                now.nanos(), now.steady(), now.end(), now.since(), now.behind(), loss, own, next.configurationHash());
        for (WatchedServer server : servers.copy()) {
            Optional<PolicedService> service = next.serviceOf(server.endpoint(), Optional.of(server.protocol()));
            if (service.isPresent() && service.get().equals(server.service())) {
                continue;
            }
            servers.remove(server.endpoint());
            boolean allowed = service.isPresent()
                    && forbidden(server.endpoint(), service.get()).isEmpty()
                    && (isWanted(server) || service.get().policy().mode() == Mode.ACT);
            if (server.state() == State.REDIRECTED && !allowed) {
                pending.add(decision(server, Action.RELEASE, Cause.CONFIGURATION));
                server.release(now);
            }
            service.ifPresent(now -> changed(server, now));
        }
    }

    private void changed(WatchedServer before, PolicedService service) {
        WatchedServer after = servers.watch(before.endpoint(), before.protocol(), service, settings.maxServers());
        if (before.state() == State.WOULD_BE_REDIRECTED) {
            before.tenure().forgetWouldBe();
        }
        after.continues(before);
    }

    /**
     * What is to be done now, or would be. To be called four times a second.
     *
     * @param nanos nanoseconds since 1970
     */
    public List<Decision> decide(long nanos) {
        long steady = time.advance(nanos);
        boolean behind = isBehind(steady);
        List<Decision> decisions = new ArrayList<>(pending);
        pending.clear();
        network.forgetShares();
        if (end != Long.MIN_VALUE) {
            now = new Moment(nanos, steady, end, since, behind, loss, own, settings.configurationHash());
            servers.all().forEach(server -> server.look(now));
        } else {
            now = new Moment(nanos, steady, 0, 0, true, loss, own, settings.configurationHash());
        }
        servers.all().forEach(server -> release(server, decisions));
        settings.services().forEach(service -> redirect(service, decisions));
        return decisions;
    }

    private boolean isBehind(long steady) {
        boolean stalled = steady - movedAt > STALLED_AFTER_NANOS;
        if (end == endAtLastDecide) {
            return stalled;
        }
        if (stalled && movedAt > 0) {
            beginAnew(end);
        }
        movedAt = steady;
        endAtLastDecide = end;
        return false;
    }

    private void release(WatchedServer server, List<Decision> decisions) {
        Standing.Wish wanted = overrides.get(server.endpoint());
        if (server.state() == State.DIRECT || wanted == Standing.Wish.REDIRECT) {
            return;
        }
        boolean real = server.state() == State.REDIRECTED;
        boolean observes = server.service().policy().mode() == Mode.OBSERVE;
        if (wanted == Standing.Wish.RELEASE || (real && observes)) {
            decisions.add(decision(server, real ? Action.RELEASE : Action.WOULD_RELEASE, Cause.OPERATOR));
            server.release(now);
        } else if (server.isReleasable(now)) {
            decisions.add(decision(server, real ? Action.RELEASE : Action.WOULD_RELEASE, Cause.POLICY));
            server.release(now);
        }
    }

    private void redirect(PolicedService service, List<Decision> decisions) {
        boolean acts = service.policy().mode() == Mode.ACT;
        for (WatchedServer server : servers.all()) {
            if (!server.belongsTo(service) || server.state() == State.REDIRECTED) {
                continue;
            }
            if (isWanted(server)) {
                if (kernelReady && forbidden(server.endpoint(), service).isEmpty()) {
                    begin(server, true, Cause.OPERATOR, decisions);
                }
            } else if (server.isDue(now)
                    && hasWaitedForOthers(server)
                    && (kernelReady || !acts)
                    && isFree(server)
                    && !network.isSuspected(service, now)) {
                begin(server, acts, Cause.POLICY, decisions);
            }
        }
    }

    /** Whether the operator wants it redirected. */
    private boolean isWanted(WatchedServer server) {
        return overrides.get(server.endpoint()) == Standing.Wish.REDIRECT;
    }

    private boolean isFree(WatchedServer server) {
        return !overrides.containsKey(server.endpoint())
                && forbidden(server.endpoint(), server.service()).isEmpty();
    }

    private void begin(WatchedServer server, boolean real, Cause cause, List<Decision> decisions) {
        decisions.add(decision(server, real ? Action.REDIRECT : Action.WOULD_REDIRECT, cause));
        server.redirect(now, real);
    }

    private Decision decision(WatchedServer server, Action action, Cause cause) {
        Verdict verdict = server.verdict().orElseGet(() -> server.unseen(now));
        return new Decision(
                now.nanos(),
                server.endpoint(),
                server.protocol(),
                server.service().name(),
                server.service().policy().name(),
                action,
                cause,
                verdict,
                settings.configurationHash());
    }

    /** What slows all servers down shows at some a little earlier than at others. */
    private boolean hasWaitedForOthers(WatchedServer server) {
        return server.overloadedFor(now) >= WAIT_FOR_OTHERS_NANOS
                || network.share(server.service(), now).active() == 1;
    }

    private static Optional<Obstacle> forbidden(Endpoint server, PolicedService service) {
        if (service.never().contains(server)) {
            return listed("the configuration never redirects it");
        }
        if (!service.only().isEmpty() && !service.only().contains(server)) {
            return listed("the configuration redirects only others");
        }
        return server.address() instanceof Inet4Address
                ? Optional.empty()
                : Optional.of(new Obstacle(Obstacle.Kind.NOT_IPV4, "only IPv4 servers can be redirected"));
    }

    private static Optional<Obstacle> listed(String text) {
        return Optional.of(new Obstacle(Obstacle.Kind.LISTED, text));
    }

    /** How every known server stands, in no particular order. */
    public List<Standing> standings() {
        List<Standing> standings = new ArrayList<>();
        servers.copy().forEach(server -> standings.add(standing(server.endpoint())));
        servers.others().forEach(server -> standings.add(standing(server)));
        return standings;
    }

    /** How a server stands, be it known or not, as of the last {@link #decide}. */
    public Standing standing(Endpoint server) {
        WatchedServer known = servers.get(server);
        Optional<Standing.Wish> wish = Optional.ofNullable(overrides.get(server));
        if (known == null) {
            return new Standing(
                    server,
                    servers.protocolOf(server),
                    settings.serviceOf(server, servers.protocolOf(server)),
                    State.DIRECT,
                    Duration.ZERO,
                    wish,
                    Optional.empty(),
                    List.of(strange(server)),
                    0);
        }
        return new Standing(
                server,
                Optional.of(known.protocol()),
                Optional.of(known.service()),
                known.state(),
                known.tenure().since(now),
                wish,
                known.verdict(),
                obstacles(known, wish.orElse(null)),
                known.tenure().redirects());
    }

    private Obstacle strange(Endpoint server) {
        String text = servers.protocolOf(server).isPresent()
                ? "no service of the configuration covers it"
                : "no traffic to it was seen";
        return new Obstacle(Obstacle.Kind.NO_POLICY, text);
    }

    private List<Obstacle> obstacles(WatchedServer server, Standing.@Nullable Wish wish) {
        return new Obstacles(server, now, network.share(server.service(), now), kernelReady ? null : kernelReason)
                .all(wish, forbidden(server.endpoint(), server.service()));
    }

    /** Servers dropped under the cap. */
    public long forgottenServers() {
        return servers.forgotten();
    }
}
