package org.activerouter.manager.appliance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.capture.source.CaptureFilter;
import org.activerouter.manager.config.RouterConfiguration;

/** What the kernel is to let through to the analysis. Stateless. */
final class CaptureFilters {
    private CaptureFilters() {}

    static CaptureFilter of(RouterConfiguration configuration, List<LearnedService> learned) {
        if (configuration.capture().learn()) {
            return CaptureFilter.allTcp();
        }
        Set<Integer> ports =
                new HashSet<>(ActiveParts.protocolByPort(configuration).keySet());
        learned.forEach(service -> ports.add(service.server().port()));
        return CaptureFilter.ports(ports);
    }
}
