package org.activerouter.manager.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.activerouter.manager.group.GroupSettings;
import org.activerouter.manager.policy.EngineSettings;

/**
 * The part of the configuration that can change while the router runs; immutable.
 *
 * @param file where it was read from
 * @param engine services and policies
 * @param activeServices which active service stands in for the servers of each service, both by name
 * @param groups the server groups that services have named
 * @param trouble why the file as it is now is not what is in force; empty when it is
 */
public record ActiveConfiguration(
        String file,
        EngineSettings engine,
        Map<String, String> activeServices,
        List<GroupSettings> groups,
        Optional<String> trouble) {
    /** Keeps its own copies of the collections. */
    public ActiveConfiguration {
        activeServices = Map.copyOf(activeServices);
        groups = List.copyOf(groups);
    }

    /** The same, with something to say about the file. */
    public ActiveConfiguration withTrouble(String sentence) {
        return new ActiveConfiguration(file, engine, activeServices, groups, Optional.of(sentence));
    }

    String activeService(String service) {
        return activeServices.getOrDefault(service, service);
    }
}
