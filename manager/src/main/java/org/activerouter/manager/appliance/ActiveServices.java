package org.activerouter.manager.appliance;

import java.util.Map;
import java.util.TreeMap;
import org.activerouter.analyzer.protocol.Bystander;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.manager.config.ServiceConfiguration;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.http.HttpService;
import org.activerouter.proxy.http.cache.HttpCache;
import org.activerouter.proxy.opennap.OpenNapService;
import org.activerouter.proxy.opennap.group.DirectoryBalancer;
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

    /** Who wants to read along while clients still talk to their servers directly. */
    static Bystander bystander(Map<String, ActiveService> services) {
        return services.values().stream()
                .filter(OpenNapService.class::isInstance)
                .map(service -> ((OpenNapService) service).bystander())
                .findFirst()
                .orElse(Bystander.NONE);
    }

    private static ActiveService open(String kind, RouterConfiguration configuration) {
        return switch (kind) {
            case "relay" -> new RelayService(configuration.relay());
            case "load-balancer" -> new HttpService(configuration.relay(), configuration.http());
            case ServiceConfiguration.DIRECTORY_BALANCER -> new DirectoryBalancer(configuration.relay());
            case "http-cache" ->
                new HttpService(configuration.relay(), configuration.http(), new HttpCache(configuration.httpCache()));
            case "cache-proxy" -> new OpenNapService(configuration.relay(), configuration.cache());
            default -> throw new IllegalArgumentException("there is no active service " + kind);
        };
    }
}
