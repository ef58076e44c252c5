package org.activerouter.manager.control;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.analyzer.load.SliceSink;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.admin.Answer;
import org.activerouter.manager.group.GroupControl;
import org.activerouter.manager.netfilter.RedirectionStatus;
import org.activerouter.manager.policy.Decision;
import org.activerouter.manager.policy.PolicedService;
import org.activerouter.manager.policy.Policy;
import org.activerouter.manager.policy.PolicyEngine;
import org.activerouter.manager.policy.SteadyTime;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.CacheFigures;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.balance.Balancer;

/**
 * The control loop: what was measured goes to the policies, and what they decide is done. {@link #turn} belongs to the control
 * thread; everything else here is called by it too, except where a method says otherwise.
 */
public final class Router implements AutoCloseable {
    private static final long LAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Two seconds: what the kernel has not done by then it does when the rules are taken out. */
    private static final int LAST_LOOKS = 100;

    private final RouterParts parts;
    private final PolicyEngine engine;
    private final RedirectBook book;
    private final Handover handover;
    private final GroupControl groups;
    private final SliceSink measures;
    private final Announcements announcements;
    private final LongSupplier wallNanos;
    private final long startedAt;
    private ActiveConfiguration configuration;
    private final SteadyTime time = new SteadyTime();
    private long nowNanos;

    /** The same, but for what somebody has set the machine's clock meanwhile: what lasts is measured by it. */
    private long steadyNanos;

    private volatile RouterStatus status;

    /**
     * A router that has not decided anything yet.
     *
     * @param parts what it is made of
     * @param configuration what the policies are at first
     * @param wallNanos the machine's clock, nanoseconds since 1970
     */
    public Router(RouterParts parts, ActiveConfiguration configuration, LongSupplier wallNanos) {
        this.parts = parts;
        this.configuration = configuration;
        this.wallNanos = wallNanos;
        startedAt = wallNanos.getAsLong();
        nowNanos = startedAt;
        steadyNanos = startedAt + time.advance(startedAt);
        engine = new PolicyEngine(configuration.engine());
        book = new RedirectBook(parts.services(), parts.redirections());
        handover = new Handover(parts.handover(), parts.redirections());
        groups = new GroupControl(balancers(parts));
        groups.configure(configuration.groups());
        measures = measures();
        announcements = new Announcements(parts.journal());
        status = newStatus(parts.seen().get());
    }

    private static List<Balancer> balancers(RouterParts parts) {
        return parts.services().values().stream()
                .filter(Balancer.class::isInstance)
                .map(Balancer.class::cast)
                .toList();
    }

    /** One round: measures in, decisions out, the kernel looked at. */
    public void turn() {
        AnalysisSnapshot seen = parts.seen().get();
        nowNanos = wallNanos.getAsLong();
        steadyNanos = startedAt + time.advance(nowNanos);
        engine.soundness(
                parts.slices().take(measures),
                seen.source().lost() + parts.slices().dropped(),
                seen.tcp().packets());
        parts.services().values().forEach(this::tellDemand);
        engine.own(ownAddresses());
        parts.kernelObstacle()
                .get()
                .ifPresentOrElse(why -> engine.kernelReady(false, why), () -> engine.kernelReady(true, ""));
        groups.turn(seen.servers(), steadyNanos).forEach(event -> announcements.happened(nowNanos, event));
        engine.decide(nowNanos).forEach(this::carryOut);
        book.settle(parts.redirections().status(), nowNanos).forEach(this::moveBack);
        book.servers().stream()
                .filter(server -> server.phase() == RedirectedServer.Phase.IN_FORCE)
                .forEach(this::moveSessions);
        handover.sayings().forEach(this::announce);
        status = newStatus(seen);
    }

    /** In force is what it must be: who is reset or whose packets are dropped has to come back to the service. */
    private void moveSessions(RedirectedServer server) {
        ActiveService service = parts.services().get(server.service());
        Optional<Policy> policy = engine.standing(server.server()).service().map(PolicedService::policy);
        if (service != null && policy.isPresent()) {
            Policy known = policy.get();
            handover.move(new HandoverTask(server.server(), service, known.handover(), known.opaqueToo()), steadyNanos);
        }
    }

    private void moveBack(RedirectedServer server) {
        ActiveService service = parts.services().get(server.service());
        if (service != null) {
            handover.moveBack(server.server(), service);
        }
    }

    private void announce(Handover.Saying saying) {
        if (saying.well()) {
            announcements.done(nowNanos, saying.kind(), saying.server(), saying.text());
        } else {
            announcements.failed(nowNanos, saying.kind(), saying.server(), saying.text());
        }
    }

    /** Releases every server and gives sessions back to the direct path, as far as that is done within seconds. After the last turn. */
    @Override
    public void close() {
        book.servers().forEach(server -> book.release(server.server(), nowNanos));
        for (int look = 0; look < LAST_LOOKS && !book.servers().isEmpty(); look++) {
            LockSupport.parkNanos(LAST_LOOK_NANOS);
            book.settle(parts.redirections().status(), nowNanos).forEach(this::moveBack);
        }
        handover.close();
    }

    /** What is measured goes to the policies and to the groups. */
    private SliceSink measures() {
        return new SliceSink() {
            @Override
            public void slice(LoadSlice slice) {
                engine.slice(slice);
                groups.slice(slice);
            }

            @Override
            public void over(long nanos) {
                engine.over(nanos);
            }
        };
    }

    private Set<String> ownAddresses() {
        return parts.services().values().stream()
                .flatMap(service -> service.ownAddresses().stream())
                .map(InetAddress::getHostAddress)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void tellDemand(ActiveService service) {
        for (ServedSnapshot served : service.served()) {
            engine.demand(served.server(), nowNanos, served.queries(), served.forwarded());
        }
    }

    private void carryOut(Decision decision) {
        announcements.decided(decision);
        switch (decision.action()) {
            case REDIRECT -> redirect(decision);
            case RELEASE -> book.release(decision.server(), decision.nanos());
            case WOULD_REDIRECT, WOULD_RELEASE -> {}
        }
    }

    /** A redirect that cannot be begun is said, and not tried again before its hold has passed. */
    private void redirect(Decision decision) {
        try {
            String service = configuration.activeService(decision.service());
            book.redirect(decision.server(), service, because(decision), decision.nanos());
        } catch (IOException e) {
            announcements.failed(
                    nowNanos,
                    "redirect-failed",
                    decision.server(),
                    decision.server() + " cannot be redirected: " + e.getMessage());
            engine.failed(decision.server());
        }
    }

    private static String because(Decision decision) {
        return decision.cause() == Decision.Cause.OPERATOR
                ? "the operator wants it"
                : decision.verdict().text();
    }

    /** The operator wants a server redirected, whatever its policy says; of a router that only observes in vain. */
    Answer redirect(Endpoint server) {
        Optional<String> obstacle = parts.redirections().obstacle().or(() -> engine.redirect(server));
        return obstacle.isPresent() ? Answer.refused(obstacle.get() + "\n") : carriedOut(server);
    }

    /** The operator wants a server not to be redirected, whatever its policy says. */
    Answer release(Endpoint server) {
        Optional<String> obstacle = engine.release(server);
        return obstacle.isPresent() ? Answer.refused(obstacle.get() + "\n") : carriedOut(server);
    }

    /** The operator leaves a server to its policy. */
    Answer automatic(Endpoint server) {
        engine.automatic(server);
        return carriedOut(server);
    }

    private Answer carriedOut(Endpoint server) {
        engine.decide(nowNanos).forEach(this::carryOut);
        status = newStatus(parts.seen().get());
        return Answer.done(standing(server).append('\n').toString());
    }

    /** What is thought of a server and done about it, and whether the kernel does it, too. */
    private StringBuilder standing(Endpoint server) {
        StringBuilder text = new StringBuilder(engine.standing(server).text());
        book.notInForce(server, parts.redirections().status())
                .ifPresent(line -> text.append("\n  ").append(line));
        return text;
    }

    /** Why a server is as it is, and what was decided about it lately. */
    Answer why(Endpoint server) {
        StringBuilder text = standing(server).append('\n');
        parts.services()
                .forEach((name, service) -> service.served().stream()
                        .filter(served -> served.server().equals(server))
                        .forEach(served -> StatusText.served(name, served, text)));
        groups.why(server).ifPresent(line -> text.append("  ").append(line).append('\n'));
        List<String> lately = announcements.about(server, 10).stream()
                .map(entry -> "  " + Timestamps.text(entry.nanos()) + "  " + entry.text())
                .toList();
        handover.status().stream()
                .filter(each -> each.server().equals(server))
                .forEach(each -> text.append(HandoverText.of(each)));
        if (!lately.isEmpty()) {
            text.append("Lately:\n").append(String.join("\n", lately)).append('\n');
        }
        return Answer.done(text.toString());
    }

    /** Takes every rule out of the kernel: at once, on the thread that asks, and only then it is written down. */
    Answer panic(OperatorQueue queue) {
        boolean free = parts.redirections().panic();
        queue.tell(() ->
                announcements.failed(nowNanos, "panic", null, "the operator wants no rule of ours in the kernel"));
        return free
                ? Answer.done("Every rule of the router is out of the kernel, and stays out until 'resume'.\n")
                : Answer.refused(
                        "Not every rule could be seen to be gone within a second; netfilter-scripts/down removes"
                                + " them by hand.\n");
    }

    /** Ends a panic. */
    Answer resume() {
        parts.redirections().resume();
        announcements.done(nowNanos, "resume", null, "the operator wants redirects again");
        return Answer.done("Redirects are put back from now on.\n");
    }

    /** Takes on another configuration; what is redirected and may not be any more is released. */
    public void configure(ActiveConfiguration next) {
        configuration = next;
        engine.configure(next.engine());
        groups.configure(next.groups());
        String hash = next.engine().configurationHash();
        next.trouble()
                .ifPresentOrElse(
                        why -> announcements.failed(nowNanos, "configuration-refused", null, why),
                        () -> announcements.done(
                                nowNanos, "configuration", null, "configuration " + hash + " is in force"));
        status = newStatus(parts.seen().get());
    }

    /** The state after the last turn; any thread. */
    public RouterStatus status() {
        return status;
    }

    private RouterStatus newStatus(AnalysisSnapshot seen) {
        RedirectionStatus kernel = parts.redirections().status();
        Map<String, ServiceSnapshot> services = new TreeMap<>();
        Map<String, List<ServedSnapshot>> served = new TreeMap<>();
        Map<String, CacheFigures> caches = new TreeMap<>();
        parts.services().forEach((name, service) -> {
            services.put(name, service.snapshot());
            served.put(name, service.served());
            service.cache().ifPresent(figures -> caches.put(name, figures));
        });
        return new RouterStatus(
                Duration.ofNanos(steadyNanos - startedAt),
                configuration.file(),
                configuration.engine().configurationHash(),
                seen,
                engine.standings(),
                book.servers(),
                handovers(served),
                kernel,
                services,
                served,
                caches,
                groups.standings(),
                degraded(seen, kernel));
    }

    private List<HandoverStatus> handovers(Map<String, List<ServedSnapshot>> served) {
        return handover.status().stream()
                .map(each -> each.relayingAtMost(served.values().stream()
                        .flatMap(List::stream)
                        .filter(snapshot -> snapshot.server().equals(each.server()))
                        .mapToLong(ServedSnapshot::open)
                        .sum()))
                .toList();
    }

    private List<String> degraded(AnalysisSnapshot seen, RedirectionStatus kernel) {
        List<String> sentences = new ArrayList<>(parts.findings());
        sentences.addAll(seen.source().troubles());
        sentences.addAll(kernel.troubles());
        if (kernel.state() == RedirectionStatus.State.PANIC) {
            sentences.add("panic: no rules in the kernel until 'active-router resume'");
        }
        if (seen.history().trouble() != null) {
            sentences.add(seen.history().trouble());
        }
        if (parts.slices().dropped() > 0) {
            sentences.add(parts.slices().dropped() + " load slices were lost: the control thread does not keep up");
        }
        parts.kernelObstacle().get().ifPresent(sentences::add);
        configuration.trouble().ifPresent(sentences::add);
        return sentences;
    }
}
