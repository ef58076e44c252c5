package org.activerouter.manager.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.analyzer.load.LogLinearScale;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.policy.Condition.QueryRate;
import org.activerouter.manager.policy.Condition.ResponseTime;
import org.activerouter.manager.policy.Condition.Statistic;
import org.activerouter.manager.policy.Policy.Combination;
import org.activerouter.manager.policy.Policy.Estimator;
import org.activerouter.manager.policy.Policy.Handover;
import org.activerouter.manager.policy.Policy.Mode;

/** An engine, and traffic that is told to it slice by slice. */
final class Traffic {
    static final Endpoint SERVER = endpoint("192.0.2.1", 8_888);
    static final Endpoint OTHER = endpoint("192.0.2.2", 8_888);
    static final ResponseTime SLOW = new ResponseTime(Statistic.MEAN, Duration.ofMillis(200), Duration.ofMillis(80));

    private static final long SLICE = LoadSlice.LENGTH_NANOS;

    final PolicyEngine engine;
    final List<Decision> decisions = new ArrayList<>();
    private long now = 1_790_000_000_000_000_000L;

    Traffic(PolicedService... services) {
        engine = new PolicyEngine(new EngineSettings(List.of(services), "hash"));
    }

    static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static PolicedService service(Policy policy) {
        return new PolicedService("s", "opennap", Set.of(8_888), policy, Set.of(), Set.of());
    }

    static Policy policy(Mode mode, Condition... conditions) {
        return policy(mode, Estimator.WINDOW, conditions);
    }

    static Policy policy(Mode mode, Estimator estimator, Condition... conditions) {
        return new Policy(
                "p",
                mode,
                estimator,
                List.of(conditions),
                Combination.ANY,
                Duration.ofSeconds(2),
                20,
                3,
                0.5,
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                2,
                Duration.ofMinutes(5),
                0.5,
                Handover.NEW_ONLY,
                false);
    }

    static QueryRate many() {
        return new QueryRate(60, 40);
    }

    /** A server's slices for some time, then nothing but time. */
    record Flow(Endpoint server, int queriesPerSecond, int responseMillis, int clients) {}

    /** All flows at once, for so long; decisions are made at the end of every slice. */
    Traffic flow(double seconds, Flow... flows) {
        for (int i = 0; i < seconds * 4; i++) {
            for (Flow flow : flows) {
                engine.accept(slice(flow));
            }
            now += SLICE;
            engine.over(now);
            decisions.addAll(engine.decide(now));
        }
        return this;
    }

    Traffic well(double seconds) {
        return flow(seconds, new Flow(SERVER, 24, 20, 10));
    }

    Traffic slow(double seconds) {
        return flow(seconds, new Flow(SERVER, 24, 400, 10));
    }

    private LoadSlice slice(Flow flow) {
        int queries = flow.queriesPerSecond() / 4;
        long response = flow.responseMillis() * 1_000_000L;
        Map<String, Integer> byClient = new HashMap<>();
        for (int query = 0; query < queries; query++) {
            byClient.merge("10.0.0." + (query + now / SLICE) % flow.clients(), 1, Integer::sum);
        }
        return new LoadSlice(
                flow.server(),
                "opennap",
                now,
                SLICE,
                0,
                queries,
                now,
                now + SLICE - 1,
                queries,
                queries,
                0,
                0,
                0,
                queries * 5L,
                0,
                0,
                response * queries,
                response,
                Map.of(LogLinearScale.bin(response), queries),
                byClient,
                byClient.size());
    }

    long now() {
        return now;
    }

    Standing standing() {
        return engine.standing(SERVER);
    }

    List<Obstacle.Kind> obstacles() {
        return standing().obstacles().stream().map(Obstacle::kind).toList();
    }

    List<Decision.Action> actions() {
        return decisions.stream().map(Decision::action).toList();
    }
}
