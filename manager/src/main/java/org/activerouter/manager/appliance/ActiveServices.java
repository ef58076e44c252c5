package org.activerouter.manager.appliance;

import java.util.Map;
import java.util.TreeMap;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.relay.RelayService;

/** The active services that a configuration names. Stateless. */
final class ActiveServices {
    private ActiveServices() {}

    static Map<String, ActiveService> of(RouterConfiguration configuration) {
        Map<String, ActiveService> services = new TreeMap<>();
        configuration
                .services()
                .forEach(service ->
                        services.computeIfAbsent(service.activeService(), kind -> open(kind, configuration)));
        return services;
    }

    private static ActiveService open(String kind, RouterConfiguration configuration) {
        return switch (kind) {
            case "relay" -> new RelayService(configuration.relay());
            default -> throw new IllegalArgumentException("there is no active service " + kind);
        };
    }
}
