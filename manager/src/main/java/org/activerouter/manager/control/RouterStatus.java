package org.activerouter.manager.control;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.group.GroupStanding;
import org.activerouter.manager.netfilter.RedirectionStatus;
import org.activerouter.manager.policy.Standing;
import org.activerouter.proxy.CacheFigures;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;

/**
 * Everything that the running router knows of itself at one moment; immutable, for any thread.
 *
 * @param uptime how long it has been running
 * @param configuration the file it was read from
 * @param configurationHash a short name for what is in force
 * @param seen what was measured
 * @param standings how each server stands, by address and port
 * @param redirected servers under redirect, or on the way back
 * @param handovers what became of the sessions of servers that are or lately were redirected
 * @param kernel how the kernel's rules are doing
 * @param services the active services by name
 * @param served what they did for each server, by their name
 * @param caches what those that have a cache spared the servers, by their name
 * @param groups how every server group stands
 * @param degraded a sentence for each thing that is not as it should be; empty when all is well
 */
public record RouterStatus(
        Duration uptime,
        String configuration,
        String configurationHash,
        AnalysisSnapshot seen,
        List<Standing> standings,
        List<RedirectedServer> redirected,
        List<HandoverStatus> handovers,
        RedirectionStatus kernel,
        Map<String, ServiceSnapshot> services,
        Map<String, List<ServedSnapshot>> served,
        Map<String, CacheFigures> caches,
        List<GroupStanding> groups,
        List<String> degraded) {
    /** Keeps its own copies of the collections. */
    public RouterStatus {
        standings = List.copyOf(standings);
        redirected = List.copyOf(redirected);
        handovers = List.copyOf(handovers);
        services = Map.copyOf(services);
        served = Map.copyOf(served);
        caches = Map.copyOf(caches);
        groups = List.copyOf(groups);
        degraded = List.copyOf(degraded);
    }

    /** How each server stands. */
    Map<Endpoint, Standing> standingsByServer() {
        return standings.stream()
                .collect(Collectors.toMap(Standing::server, Function.identity(), (first, again) -> first));
    }
}
