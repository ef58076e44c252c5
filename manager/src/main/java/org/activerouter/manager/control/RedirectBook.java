package org.activerouter.manager.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.control.RedirectedServer.Phase;
import org.activerouter.manager.netfilter.Redirect;
import org.activerouter.manager.netfilter.RedirectionStatus;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.activerouter.manager.netfilter.Redirections;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.balance.Balancer;

/**
 * Which servers are redirected, and the order in which that is done: the service listens before the kernel sends anyone, and
 * listens until the kernel has stopped. Control thread only.
 */
final class RedirectBook {
    private final Map<String, ActiveService> services;
    private final Redirections redirections;
    private final Map<Endpoint, RedirectedServer> servers = new LinkedHashMap<>();
    private Set<Endpoint> reached = Set.of();

    /**
     * A book without redirects.
     *
     * @param services the active services by name
     */
    RedirectBook(Map<String, ActiveService> services, Redirections redirections) {
        this.services = Map.copyOf(services);
        this.redirections = redirections;
    }

    /**
     * Begins to redirect a server; one that is on the way back is kept.
     *
     * @param because why, a sentence
     * @throws IOException when the service cannot listen; nothing was changed then
     */
    void redirect(Endpoint server, String service, String because, long nanos) throws IOException {
        RedirectedServer known = servers.get(server);
        if (known == null || known.phase() == Phase.LEAVING) {
            Door door = service(service).serve(server);
            servers.put(server, new RedirectedServer(server, service, door, Phase.WAITING, nanos, because));
            want();
        }
    }

    private ActiveService service(String name) throws IOException {
        ActiveService service = services.get(name);
        if (service == null) {
            throw new IOException("there is no active service " + name);
        }
        return service;
    }

    /** Begins to send a server's clients to itself again. Sessions in the service go on to their end. */
    void release(Endpoint server, long nanos) {
        RedirectedServer left = servers.computeIfPresent(server, (key, known) -> known.in(Phase.LEAVING, nanos));
        if (left != null) {
            want();
        }
    }

    /** Members of groups are reached only while somebody may be given to them; who still is keeps them known to the kernel. */
    private void reach() {
        Set<Endpoint> members = new HashSet<>();
        servers.values().stream()
                .map(server -> services.get(server.service()))
                .filter(Balancer.class::isInstance)
                .forEach(service -> ((Balancer) service).members().forEach(member -> members.add(member.member())));
        if (!members.equals(reached)) {
            reached = members;
            redirections.reach(members);
        }
    }

    private void want() {
        reach();
        Set<Redirect> wanted = new HashSet<>();
        for (RedirectedServer server : servers.values()) {
            if (server.phase() != Phase.LEAVING) {
                wanted.add(redirectOf(server));
            }
        }
        redirections.want(wanted);
    }

    private static Redirect redirectOf(RedirectedServer server) {
        return new Redirect(server.server(), server.door().listeningPort());
    }

    /**
     * Looks what has become of it in the kernel, and closes the doors that nobody is sent to any more.
     *
     * @return the servers whose doors were closed
     */
    List<RedirectedServer> settle(RedirectionStatus kernel, long nanos) {
        List<RedirectedServer> retired = new ArrayList<>();
        for (Iterator<Map.Entry<Endpoint, RedirectedServer>> entries =
                        servers.entrySet().iterator();
                entries.hasNext(); ) {
            Map.Entry<Endpoint, RedirectedServer> entry = entries.next();
            RedirectedServer server = entry.getValue();
            boolean inKernel = kernel.inForce().contains(redirectOf(server));
            if (server.phase() != Phase.LEAVING) {
                entry.setValue(server.in(inKernel ? Phase.IN_FORCE : Phase.WAITING, nanos));
            } else if (!inKernel) {
                retire(server);
                retired.add(server);
                entries.remove();
            }
        }
        reach();
        return retired;
    }

    private void retire(RedirectedServer server) {
        ActiveService service = services.get(server.service());
        if (service != null) {
            service.retire(server.server());
        }
    }

    /** Whether new connections to a server are redirected, or about to be. */
    boolean holds(Endpoint server) {
        RedirectedServer known = servers.get(server);
        return known != null && known.phase() != Phase.LEAVING;
    }

    /** A sentence if new clients of a server that is to be redirected reach it all the same. */
    Optional<String> notInForce(Endpoint server, RedirectionStatus kernel) {
        RedirectedServer known = servers.get(server);
        if (known == null || known.phase() != Phase.WAITING) {
            return Optional.empty();
        }
        String why = kernel.state() == State.PANIC
                ? "there is a panic until 'active-router resume'"
                : kernel.troubles().stream().findFirst().orElse("the kernel has not been seen to do it yet");
        return Optional.of("new clients still reach the server itself: " + why);
    }

    /** Every server that is redirected or on the way back, in the order in which that began. */
    List<RedirectedServer> servers() {
        return List.copyOf(servers.values());
    }
}
