package org.activerouter.manager.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.analyzer.load.ServerTable;
import org.activerouter.manager.policy.Decision;
import org.activerouter.manager.policy.EngineSettings;
import org.activerouter.manager.policy.PolicedService;
import org.activerouter.manager.policy.PolicyEngine;
import org.activerouter.manager.policy.Standing;

/** Plays one telling of a story: servers, capture, engine and kernel in one loop of a quarter of a second. One use. */
final class StoryRun {
    private static final double STEP = 0.25;
    private static final long START_NANOS = 1_790_000_000_000_000_000L;
    private static final LoadLimits LIMITS = new LoadLimits(64, 4_096, Duration.ofSeconds(1), 4);
    private static final long FRAMES_PER_OBSERVATION = 3;

    private final StoryPlan plan;
    private final List<ModelServer> servers = new ArrayList<>();
    private final StoryVerdict judge;
    private final double phase;
    private ServerTable table;
    private PolicyEngine engine;
    private long lostFrames;
    private long capturedFrames;
    private long observedBefore;

    StoryRun(StoryPlan plan, long seed) {
        this.plan = plan;
        Random random = new Random(~seed * 0x9E3779B97F4A7C15L);
        plan.servers().forEach(server -> servers.add(new ModelServer(server, new Random(random.nextLong()))));
        judge = new StoryVerdict(plan);
        // Decisions are not made at the edges of slices.
        phase = random.nextDouble() * STEP;
        engine = newEngine();
        table = newTable();
    }

    private PolicyEngine newEngine() {
        PolicedService service = new PolicedService(
                "story",
                StoryPlan.PROTOCOL,
                Set.of(servers.getFirst().endpoint().port()),
                plan.policy(),
                Set.of(),
                Set.of());
        return new PolicyEngine(new EngineSettings(List.of(service), "story"));
    }

    private ServerTable newTable() {
        return new ServerTable(LIMITS, second -> {}, engine);
    }

    StoryOutcome play() {
        double second = 0;
        while (second < plan.seconds()) {
            double until = second + STEP;
            if (second <= plan.restart() && plan.restart() < until) {
                restart();
            }
            for (ModelServer server : servers) {
                server.live(second, until, this);
            }
            table.advance(nanos(until));
            count(second);
            decide(until);
            second = until;
        }
        return judge.outcome();
    }

    private void restart() {
        engine = newEngine();
        table = newTable();
        lostFrames = 0;
        capturedFrames = 0;
        servers.forEach(server -> server.routerRestarts(table));
        judge.restarted();
    }

    private void count(double second) {
        long observed = servers.stream().mapToLong(ModelServer::observed).sum();
        long frames = (observed - observedBefore) * FRAMES_PER_OBSERVATION;
        observedBefore = observed;
        long lost = plan.isLossy(second) ? frames / 10 : 0;
        lostFrames += lost;
        capturedFrames += frames - lost;
    }

    private void decide(double second) {
        long nanos = nanos(second + phase);
        engine.soundness(nanos(second), lostFrames, capturedFrames);
        for (ModelServer server : servers) {
            if (server.isRedirected()) {
                engine.demand(server.endpoint(), nanos, server.queriesAtService(), server.forwarded());
            }
        }
        for (Decision decision : engine.decide(nanos)) {
            ModelServer server = serverOf(decision);
            if (decision.action().isCarriedOut()) {
                server.redirected(decision.action().begins());
            }
            judge.decided(servers.indexOf(server) + 1, second + phase, decision);
        }
        judgeVerdicts(second + phase);
    }

    private void judgeVerdicts(double second) {
        for (int number : judge.claimed(second)) {
            Standing standing = engine.standing(servers.get(number - 1).endpoint());
            standing.verdict().ifPresent(verdict -> judge.verdict(number, second, verdict));
        }
    }

    private ModelServer serverOf(Decision decision) {
        return servers.stream()
                .filter(server -> server.endpoint().equals(decision.server()))
                .findFirst()
                .orElseThrow();
    }

    ServerTable table() {
        return table;
    }

    /** What the clock shows at a second of the story. */
    long nanos(double second) {
        return START_NANOS + (long) (second * 1e9) + plan.offsetNanos(second);
    }

    /** Whether the capture misses what passes then. */
    boolean isLosing(double second) {
        return plan.isLossy(second) && (long) (second * 1_000) % 10 == 0;
    }

    /** A capture that is overloaded stamps late what it does get. */
    long falseDelayNanos(double second) {
        return plan.isLossy(second) ? 300_000_000L : 0;
    }
}
