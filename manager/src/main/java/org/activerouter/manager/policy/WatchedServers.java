package org.activerouter.manager.policy;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.policy.Standing.State;
import org.jspecify.annotations.Nullable;

/** Who was seen, as many as there may be: servers with a policy, and the names of those without. Control thread only. */
final class WatchedServers {
    private final Map<Endpoint, WatchedServer> watched = new HashMap<>();

    /** Servers without a policy with their protocol, quiet longest first; only to be able to say so. */
    private final LinkedHashMap<Endpoint, String> others = new LinkedHashMap<>();

    private long forgotten;

    /** Gives a slice to its server, which becomes known by it. */
    void accept(LoadSlice slice, EngineSettings settings) {
        Optional<PolicedService> service = settings.serviceOf(slice.server(), Optional.of(slice.protocol()));
        if (service.isEmpty()) {
            noteOther(slice, settings.maxServers());
            return;
        }
        WatchedServer known = watched.get(slice.server());
        (known == null ? watch(slice.server(), slice.protocol(), service.get(), settings.maxServers()) : known)
                .accept(slice);
    }

    private void noteOther(LoadSlice slice, int most) {
        others.remove(slice.server());
        others.put(slice.server(), slice.protocol());
        if (others.size() > most) {
            others.remove(others.firstEntry().getKey());
        }
    }

    /** Begins to watch a server; beyond {@code most} the direct one that was quiet longest is forgotten. */
    WatchedServer watch(Endpoint server, String protocol, PolicedService service, int most) {
        if (watched.size() >= most) {
            forgetQuietest();
        }
        WatchedServer added = new WatchedServer(server, protocol, service);
        watched.put(server, added);
        return added;
    }

    private void forgetQuietest() {
        WatchedServer quietest = null;
        for (WatchedServer server : watched.values()) {
            boolean quieter = quietest == null || server.newestSlice() < quietest.newestSlice();
            quietest = server.state() == State.DIRECT && quieter ? server : quietest;
        }
        if (quietest != null) {
            watched.remove(quietest.endpoint());
            forgotten++;
        }
    }

    @Nullable
    WatchedServer get(Endpoint server) {
        return watched.get(server);
    }

    /** Those with a policy, for reading. */
    Collection<WatchedServer> all() {
        return watched.values();
    }

    /** Those with a policy as they are now, for changing them on the way. */
    List<WatchedServer> copy() {
        return List.copyOf(watched.values());
    }

    void remove(Endpoint server) {
        watched.remove(server);
    }

    /** Servers without a policy. */
    Set<Endpoint> others() {
        return others.keySet();
    }

    /** What a server speaks; empty if it was never seen. */
    Optional<String> protocolOf(Endpoint server) {
        WatchedServer known = watched.get(server);
        return Optional.ofNullable(known == null ? others.get(server) : known.protocol());
    }

    /** How many were dropped under the cap. */
    long forgotten() {
        return forgotten;
    }
}
