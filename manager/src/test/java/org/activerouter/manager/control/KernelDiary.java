package org.activerouter.manager.control;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.Redirect;
import org.activerouter.manager.netfilter.RedirectionStatus;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.activerouter.manager.netfilter.Redirections;

/** A kernel that does what it is told only when the test says so, and writes down when it was told. */
final class KernelDiary implements Redirections {
    /** What the packets on hold tell of a connection. */
    UnaryOperator<StandingConnection> held = each -> each;

    /** What happens when something is held. */
    Runnable onHold = () -> {};

    /** Why nothing can be redirected at all. */
    Optional<String> obstacle = Optional.empty();

    private final List<String> diary;
    private Set<Redirect> wanted = Set.of();
    private Set<Redirect> inForce = Set.of();
    private State state = State.IN_FORCE;

    KernelDiary(List<String> diary) {
        this.diary = diary;
    }

    @Override
    public void want(Set<Redirect> redirects) {
        wanted = Set.copyOf(redirects);
        diary.add("want "
                + redirects.stream()
                        .map(one -> one.server() + ">" + one.listeningPort())
                        .sorted()
                        .toList());
    }

    @Override
    public void reach(Set<Endpoint> servers) {
        diary.add("reach " + servers.stream().map(Endpoint::toString).sorted().toList());
    }

    /** The kernel now does what it was told last. */
    void obey() {
        inForce = state == State.PANIC ? Set.of() : wanted;
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public RedirectionStatus status() {
        return new RedirectionStatus(state, inForce, 0, 0, List.of());
    }

    @Override
    public void hold(Endpoint server, Set<Endpoint> clients) {
        diary.add("hold " + clients.size() + " of " + server);
        onHold.run();
    }

    @Override
    public List<StandingConnection> catchUp(List<StandingConnection> connections) {
        return connections.stream().map(held).toList();
    }

    @Override
    public void lift(Set<Endpoint> clients) {
        diary.add("lift " + clients.size());
    }

    @Override
    public boolean panic() {
        state = State.PANIC;
        inForce = Set.of();
        diary.add("panic");
        return true;
    }

    @Override
    public void resume() {
        state = State.IN_FORCE;
        diary.add("resume");
    }

    @Override
    public void close() {
        inForce = Set.of();
        diary.add("kernel closed");
    }
}
