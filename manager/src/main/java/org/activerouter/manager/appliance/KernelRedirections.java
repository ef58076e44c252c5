package org.activerouter.manager.appliance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.Redirect;
import org.activerouter.manager.netfilter.RedirectionStatus;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.activerouter.manager.netfilter.Redirections;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's redirects of a router whose policies may only observe: nothing is done to the kernel until one of them may act,
 * which the operator may want while the router runs. Any thread.
 */
final class KernelRedirections implements Redirections {
    private volatile @Nullable Redirections kernel;
    private volatile List<String> findings = List.of();
    private Set<Redirect> wanted = Set.of();
    private Set<Endpoint> reached = Set.of();
    private boolean out;
    private boolean closed;

    /** Nothing is done to the kernel yet. */
    KernelRedirections() {}

    boolean isOpen() {
        return kernel != null;
    }

    /** From now on what is wanted is done, unless that is so already; a panic goes on. */
    synchronized void open(KernelSide side) {
        if (kernel != null || closed) {
            return;
        }
        Redirections opened = side.open();
        opened.reach(reached);
        opened.want(wanted);
        if (out) {
            opened.panic();
        }
        findings = side.findings();
        kernel = opened;
    }

    @Override
    public synchronized void want(Set<Redirect> redirects) {
        wanted = Set.copyOf(redirects);
        Redirections open = kernel;
        if (open != null) {
            open.want(redirects);
        }
    }

    @Override
    public synchronized void reach(Set<Endpoint> servers) {
        reached = Set.copyOf(servers);
        Redirections open = kernel;
        if (open != null) {
            open.reach(servers);
        }
    }

    @Override
    public RedirectionStatus status() {
        Redirections open = kernel;
        if (open == null) {
            return withoutKernel();
        }
        RedirectionStatus status = open.status();
        List<String> troubles = new ArrayList<>(findings);
        troubles.addAll(status.troubles());
        return new RedirectionStatus(status.state(), status.inForce(), status.mended(), status.failures(), troubles);
    }

    private synchronized RedirectionStatus withoutKernel() {
        if (out) {
            return new RedirectionStatus(State.PANIC, Set.of(), 0, 0, List.of());
        }
        return new RedirectionStatus(State.IN_FORCE, Set.of(), 0, 0, List.of());
    }

    @Override
    public Optional<String> obstacle() {
        return isOpen()
                ? Optional.empty()
                : Optional.of("no policy has mode = act, so the router makes no rules: set it where it is due, and say"
                        + " 'active-router reload'");
    }

    @Override
    public void hold(Endpoint server, Set<Endpoint> clients) throws IOException {
        Redirections open = kernel;
        if (open == null) {
            throw new IOException("a router that only observes holds nothing");
        }
        open.hold(server, clients);
    }

    @Override
    public List<StandingConnection> catchUp(List<StandingConnection> connections) throws IOException {
        Redirections open = kernel;
        return open == null ? connections : open.catchUp(connections);
    }

    @Override
    public void lift(Set<Endpoint> clients) throws IOException {
        Redirections open = kernel;
        if (open != null) {
            open.lift(clients);
        }
    }

    /** {@inheritDoc} Not behind anything else that is under way. */
    @Override
    public boolean panic() {
        Redirections open = kernel;
        if (open != null) {
            return open.panic();
        }
        return panicBefore();
    }

    private synchronized boolean panicBefore() {
        out = true;
        Redirections open = kernel;
        return open == null || open.panic();
    }

    @Override
    public synchronized void resume() {
        out = false;
        Redirections open = kernel;
        if (open != null) {
            open.resume();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Redirections open = kernel;
        if (open != null) {
            open.close();
        }
    }
}
