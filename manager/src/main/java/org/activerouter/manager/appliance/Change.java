package org.activerouter.manager.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.manager.config.ServiceConfiguration;
import org.activerouter.manager.policy.Policy;

/**
 * What a router that runs cannot take on of a configuration that it reads again. Immutable.
 *
 * @param started the configuration that the router was started with
 * @param read what the file says now
 */
record Change(RouterConfiguration started, RouterConfiguration read) {
    /** A sentence for each service whose policy acts, and in vain: nobody listens who would take its servers' clients. */
    List<String> impossible() {
        return notStarted(Policy.Mode.ACT)
                .map(name -> "services." + name + ".service: no service of this kind was there when the router was"
                        + " started (start it again: systemctl restart active-router)")
                .toList();
    }

    /** Services of a kind that was not there at the start, of those whose policy is in this mode. */
    private Stream<String> notStarted(Policy.Mode mode) {
        Set<String> running = started.services().stream()
                .map(ServiceConfiguration::activeService)
                .collect(Collectors.toSet());
        return read.services().stream()
                .filter(service -> service.policed().policy().mode() == mode)
                .filter(service -> !running.contains(service.activeService()))
                .map(ServiceConfiguration::name);
    }

    /** What goes on as it was when the router was started. */
    List<String> untilRestart() {
        List<String> changed = new ArrayList<>();
        note(changed, "capture", started.capture(), read.capture());
        note(changed, "relay", started.relay(), read.relay());
        note(changed, "cache-proxy", started.cache(), read.cache());
        note(changed, "http", started.http(), read.http());
        note(changed, "http-cache", started.httpCache(), read.httpCache());
        note(changed, "netfilter", started.netfilter(), read.netfilter());
        note(changed, "limits", started.limits(), read.limits());
        note(changed, "database", started.database(), read.database());
        note(changed, "admin", started.admin(), read.admin());
        note(changed, "metrics", started.metrics(), read.metrics());
        note(changed, "log", started.log(), read.log());
        note(changed, "services' ports", ActiveParts.protocolByPort(started), ActiveParts.protocolByPort(read));
        notStarted(Policy.Mode.OBSERVE).forEach(name -> changed.add("services." + name + ".service"));
        return changed;
    }

    private static void note(List<String> changed, String name, Object before, Object now) {
        if (!before.equals(now)) {
            changed.add(name);
        }
    }
}
