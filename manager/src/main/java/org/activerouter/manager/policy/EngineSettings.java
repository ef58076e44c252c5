package org.activerouter.manager.policy;

import java.util.List;
import java.util.Optional;
import org.activerouter.capture.Endpoint;

/**
 * What the engine is to do. Immutable.
 *
 * @param services which servers are judged by which policy; the first that covers a server counts
 * @param configurationHash a short name for this configuration; every decision carries it
 * @param maxServers servers remembered; beyond it the one that was quiet longest is forgotten
 */
public record EngineSettings(List<PolicedService> services, String configurationHash, int maxServers) {
    /**
     * Keeps its own copy of the services.
     *
     * @throws IllegalArgumentException if a service has flaws, or there is no room for a server
     */
    public EngineSettings {
        services = List.copyOf(services);
        for (PolicedService service : services) {
            List<PolicyFlaw> flaws = service.flaws();
            if (!flaws.isEmpty()) {
                throw new IllegalArgumentException("service " + service.name() + ": " + flaws);
            }
        }
        if (maxServers < 1) {
            throw new IllegalArgumentException("maxServers must be at least 1");
        }
    }

    /** As many servers as the analyzer remembers by default. */
    public EngineSettings(List<PolicedService> services, String configurationHash) {
        this(services, configurationHash, 4_096);
    }

    /** The service that covers a server of that protocol, or by its port alone where the protocol is not known. */
    Optional<PolicedService> serviceOf(Endpoint server, Optional<String> protocol) {
        return services.stream()
                .filter(service -> service.covers(server, protocol.orElse(service.protocol())))
                .findFirst();
    }
}
