package org.activerouter.analyzer.learning;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/** What self-study has found, now and in earlier runs. Beyond {@link #MAX_SERVICES} the oldest is forgotten. One thread. */
public final class LearnedServices {
    /** Far more than a network has directory servers; a flood of them cannot fill the memory. */
    public static final int MAX_SERVICES = 1_024;

    private final Map<Endpoint, LearnedService> byServer = new LinkedHashMap<>();

    /** Begins with what is already known. */
    public LearnedServices(Collection<LearnedService> known) {
        known.forEach(this::add);
    }

    /** The protocol id of a server; null if nothing was learned about it. */
    public @Nullable String protocolOf(Endpoint server) {
        LearnedService learned = byServer.get(server);
        return learned == null ? null : learned.protocol();
    }

    /** Adds one, unless something is known about that server. @return whether it is new */
    public boolean add(LearnedService service) {
        if (byServer.putIfAbsent(service.server(), service) != null) {
            return false;
        }
        if (byServer.size() > MAX_SERVICES) {
            byServer.remove(byServer.keySet().iterator().next());
        }
        return true;
    }

    /** All of them, the oldest first. */
    public List<LearnedService> all() {
        return List.copyOf(byServer.values());
    }
}
