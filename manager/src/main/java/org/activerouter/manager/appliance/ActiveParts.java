package org.activerouter.manager.appliance;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.manager.config.ServiceConfiguration;
import org.activerouter.manager.control.ActiveConfiguration;
import org.activerouter.manager.policy.EngineSettings;

/** What other rooms want to know of a configuration. Stateless. */
final class ActiveParts {
    private ActiveParts() {}

    /** What can change while the router runs. */
    static ActiveConfiguration of(Path file, RouterConfiguration configuration) {
        EngineSettings engine = new EngineSettings(
                configuration.services().stream()
                        .map(ServiceConfiguration::policed)
                        .toList(),
                configuration.hash(),
                configuration.limits().load().maxServers());
        Map<String, String> activeServices = configuration.services().stream()
                .collect(Collectors.toMap(ServiceConfiguration::name, ServiceConfiguration::activeService));
        return new ActiveConfiguration(
                file.toString(), engine, activeServices, configuration.groups(), Optional.empty());
    }

    /** Which protocol is spoken on which port. */
    static Map<Integer, String> protocolByPort(RouterConfiguration configuration) {
        Map<Integer, String> protocols = new HashMap<>();
        for (ServiceConfiguration service : configuration.services()) {
            service.policed()
                    .ports()
                    .forEach(port -> protocols.put(port, service.policed().protocol()));
        }
        return protocols;
    }
}
