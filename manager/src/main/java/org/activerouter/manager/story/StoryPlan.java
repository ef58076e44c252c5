package org.activerouter.manager.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.activerouter.manager.policy.Decision.Action;
import org.activerouter.manager.policy.Measure.Metric;
import org.activerouter.manager.policy.Policy;

/**
 * What happens in one telling of a story, and what is right to do about it. Times are seconds from the story's beginning. One
 * thread.
 */
public final class StoryPlan {
    /** What the servers of all stories speak. */
    static final String PROTOCOL = "opennap";

    private Policy policy;
    private final double seconds;
    private final List<ServerPlan> servers = new ArrayList<>();
    private final List<Expected> expected = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();
    private final NavigableMap<Double, Duration> jumps = new TreeMap<>();
    private double restart = Double.POSITIVE_INFINITY;
    private double lossFrom = Double.POSITIVE_INFINITY;
    private double lossUntil = Double.POSITIVE_INFINITY;
    private boolean onlyPaced;
    private boolean judged = true;

    /** A story of so many seconds. */
    StoryPlan(Policy policy, double seconds) {
        this.policy = policy;
        this.seconds = seconds;
    }

    /** Whether a server answers. */
    enum Health {
        /** It does. */
        ANSWERS,
        /** It takes connections and queries, and says nothing. */
        HANGS,
        /** Nobody listens. */
        REFUSES
    }

    /** A decision that is right between two seconds. */
    record Expected(int server, Action action, double earliest, double latest, Optional<Metric> metric) {}

    /** Between two seconds the verdict on a server is one of these words; the word of an unknown one is its doubt. */
    record Claim(int server, double from, double until, Set<String> words) {}

    /** A server that answers well unless the plan is told otherwise. */
    ServerPlan server() {
        ServerPlan added = new ServerPlan(servers.size() + 1);
        servers.add(added);
        return added;
    }

    /** A decision that has to come, and in which seconds. The order of a server's decisions counts. */
    StoryPlan expect(int server, Action action, double earliest, double latest) {
        expected.add(new Expected(server, action, earliest, latest, Optional.empty()));
        return this;
    }

    /** The same, by that metric alone. */
    StoryPlan expectBy(Metric metric, int server, Action action, double earliest, double latest) {
        expected.add(new Expected(server, action, earliest, latest, Optional.of(metric)));
        return this;
    }

    /** A verdict that is right all the time between two seconds. */
    StoryPlan claim(int server, double from, double until, String... words) {
        claims.add(new Claim(server, from, until, Set.of(words)));
        return this;
    }

    /** The same load under another policy; what is right then, nobody knows. */
    StoryPlan under(Policy other) {
        policy = other;
        expected.clear();
        claims.clear();
        onlyPaced = false;
        judged = false;
        return this;
    }

    /** Whatever is decided is right, if it is at most one change of state a minute. */
    StoryPlan onlyPaced() {
        onlyPaced = true;
        return this;
    }

    /** All clocks are set at that second. */
    StoryPlan clockJump(double second, Duration by) {
        jumps.put(second, by);
        return this;
    }

    /** The router is killed and started. */
    StoryPlan restart(double second) {
        restart = second;
        return this;
    }

    /** The capture loses a tenth of the frames, and what is left of them is worth nothing. */
    StoryPlan loss(double from, double until) {
        lossFrom = from;
        lossUntil = until;
        return this;
    }

    Policy policy() {
        return policy;
    }

    double seconds() {
        return seconds;
    }

    List<ServerPlan> servers() {
        return servers;
    }

    List<Expected> expected() {
        return expected;
    }

    List<Claim> claims() {
        return claims;
    }

    boolean isJudged() {
        return judged;
    }

    boolean isOnlyPaced() {
        return onlyPaced;
    }

    double restart() {
        return restart;
    }

    boolean isLossy(double second) {
        return second >= lossFrom && second < lossUntil;
    }

    /** How far the clocks are from where they were at the beginning. */
    long offsetNanos(double second) {
        return jumps.headMap(second, true).values().stream()
                .mapToLong(Duration::toNanos)
                .sum();
    }

    /** One server of a story. The setters return this. */
    static final class ServerPlan {
        private final int number;
        private Timeline load = Timeline.steps(20);
        private Timeline service = Timeline.steps(0.02);
        private Timeline delay = Timeline.steps(0);
        private Timeline greedy = Timeline.steps(0);
        private int workers = 1;
        private int clients = 20;
        private int results = 5;
        private double session = 5;
        private double hits = 0.9;
        private double ignored;
        private final NavigableMap<Double, Health> health = new TreeMap<>();

        private ServerPlan(int number) {
            this.number = number;
            health.put(0.0, Health.ANSWERS);
        }

        ServerPlan load(Timeline queriesPerSecond) {
            load = queriesPerSecond;
            return this;
        }

        ServerPlan service(Timeline secondsPerQuery) {
            service = secondsPerQuery;
            return this;
        }

        ServerPlan delay(Timeline secondsOnTheWay) {
            delay = secondsOnTheWay;
            return this;
        }

        /** Share of the queries that one client asks besides its usual ones. */
        ServerPlan greedy(Timeline share) {
            greedy = share;
            return this;
        }

        ServerPlan workers(int atOnce) {
            workers = atOnce;
            return this;
        }

        ServerPlan clients(int number) {
            clients = number;
            return this;
        }

        ServerPlan results(int perAnswer) {
            results = perAnswer;
            return this;
        }

        /** Mean length of a connection. */
        ServerPlan session(double seconds) {
            session = seconds;
            return this;
        }

        /** Share of the queries that the active service answers itself; 0 for a relay. */
        ServerPlan hits(double ratio) {
            hits = ratio;
            return this;
        }

        /** Share of the queries that the server never answers, for whatever reason of its own. */
        ServerPlan ignored(double share) {
            ignored = share;
            return this;
        }

        ServerPlan health(double from, Health what) {
            health.put(from, what);
            return this;
        }

        int number() {
            return number;
        }

        Timeline load() {
            return load;
        }

        Timeline serviceSeconds() {
            return service;
        }

        Timeline delaySeconds() {
            return delay;
        }

        Timeline greedyShare() {
            return greedy;
        }

        int workers() {
            return workers;
        }

        int clients() {
            return clients;
        }

        int resultsPerAnswer() {
            return results;
        }

        double sessionSeconds() {
            return session;
        }

        double hitRatio() {
            return hits;
        }

        double ignoredShare() {
            return ignored;
        }

        Health healthAt(double second) {
            return health.floorEntry(second).getValue();
        }
    }
}
