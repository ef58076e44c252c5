package org.activerouter.manager.rehearsal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.analyzer.load.SliceSink;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.policy.Decision;
import org.activerouter.manager.policy.EngineSettings;
import org.activerouter.manager.policy.PolicedService;
import org.activerouter.manager.policy.PolicyEngine;
import org.activerouter.manager.policy.Standing;

/**
 * Runs the policies of some services over slices of the past, as live, four decisions a second of recorded time. All policies
 * only observe: what was recorded cannot be redirected any more, so that a release is judged by the load that really was.
 */
public final class Rehearsal implements SliceSink {
    private static final long DECIDE_EVERY_NANOS = 250_000_000L;

    /** A longer pause in a recording is stepped over: it is the pause between two recordings. */
    private static final long LONGEST_PAUSE_NANOS = 3_600_000_000_000L;

    /** More clients of one episode are not told apart. */
    private static final int MOST_CLIENTS = 1 << 20;

    private final PolicyEngine engine;
    private final Map<Endpoint, OpenEpisode> open = new HashMap<>();
    private final List<Episode> episodes = new ArrayList<>();
    private long firstNanos = Long.MIN_VALUE;
    private long nowNanos = Long.MIN_VALUE;

    /** A rehearsal of these services; each policy is taken as if its mode were {@code observe}. */
    public Rehearsal(List<PolicedService> services, String configurationHash) {
        List<PolicedService> observing =
                services.stream().map(PolicedService::observing).toList();
        engine = new PolicyEngine(new EngineSettings(observing, configurationHash));
    }

    private static final class OpenEpisode {
        private final Decision begun;
        private final Set<String> clients = new HashSet<>();
        private boolean clientsKnown = true;
        private long connections;
        private long queries;

        OpenEpisode(Decision begun) {
            this.begun = begun;
        }

        void add(LoadSlice slice) {
            queries += slice.queries();
            connections += slice.connections();
            clientsKnown &= slice.queries() == 0 || !slice.queriesByClient().isEmpty();
            if (clients.size() < MOST_CLIENTS) {
                clients.addAll(slice.queriesByClient().keySet());
            }
        }

        Episode ended(Optional<Decision> by, long nanos) {
            return new Episode(
                    begun, by, nanos, clientsKnown ? connections : -1, clientsKnown ? clients.size() : -1, queries);
        }
    }

    @Override
    public void slice(LoadSlice slice) {
        engine.accept(slice);
        OpenEpisode episode = open.get(slice.server());
        if (episode != null) {
            episode.add(slice);
        }
    }

    @Override
    public void over(long nanos) {
        boolean pause = nowNanos != Long.MIN_VALUE && nanos > nowNanos && nanos - nowNanos <= LONGEST_PAUSE_NANOS;
        for (long step = nowNanos + DECIDE_EVERY_NANOS; pause && step < nanos; step += DECIDE_EVERY_NANOS) {
            decide(step);
        }
        decide(nanos);
        firstNanos = firstNanos == Long.MIN_VALUE ? nanos : Math.min(firstNanos, nanos);
        nowNanos = nanos;
    }

    private void decide(long nanos) {
        engine.over(nanos);
        for (Decision decision : engine.decide(nanos)) {
            if (decision.action().begins()) {
                open.put(decision.server(), new OpenEpisode(decision));
            } else {
                end(decision.server(), Optional.of(decision), nanos);
            }
        }
    }

    private void end(Endpoint server, Optional<Decision> by, long nanos) {
        OpenEpisode episode = open.remove(server);
        if (episode != null) {
            episodes.add(episode.ended(by, nanos));
        }
    }

    /** The recording is over: what is still open ends with it. */
    public void finish() {
        List.copyOf(open.keySet()).forEach(server -> end(server, Optional.empty(), nowNanos));
    }

    /** Every time in which a server would have been redirected, in the order of their ends. */
    public List<Episode> episodes() {
        return List.copyOf(episodes);
    }

    /** How every server stood at the end. */
    public List<Standing> standings() {
        return engine.standings();
    }

    /** Where the recording begins, nanoseconds since 1970; 0 if there is nothing in it. */
    public long firstNanos() {
        return firstNanos == Long.MIN_VALUE ? 0 : firstNanos;
    }

    /** Where it ends. */
    public long lastNanos() {
        return nowNanos == Long.MIN_VALUE ? 0 : nowNanos;
    }
}
