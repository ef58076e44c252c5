package org.activerouter.manager.story;

import static org.activerouter.manager.policy.Decision.Action.REDIRECT;
import static org.activerouter.manager.policy.Decision.Action.RELEASE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoublePredicate;
import org.activerouter.manager.policy.Condition;
import org.activerouter.manager.policy.Condition.QueryRate;
import org.activerouter.manager.policy.Condition.RelativeResponseTime;
import org.activerouter.manager.policy.Condition.ResponseTime;
import org.activerouter.manager.policy.Condition.Statistic;
import org.activerouter.manager.policy.Measure.Metric;
import org.activerouter.manager.policy.Policy;
import org.activerouter.manager.policy.Policy.Combination;
import org.activerouter.manager.policy.Policy.Estimator;
import org.activerouter.manager.policy.Policy.Handover;
import org.activerouter.manager.policy.Policy.Mode;
import org.activerouter.manager.story.StoryPlan.Health;

/**
 * All stories. Unless a story says otherwise a server works on one query at a time, for 20 ms, so that it can bear 50 queries a
 * second; a load of so many times that is called so many <em>erlang</em>.
 */
public final class LoadStories {
    private static final double CAPACITY = 50;
    private static final double WINDOW = 2;
    private static final double HOLD = 5;

    /** Window, lag of the slices, grain of slices and decisions, dwell: what a clear overload may take. */
    private static final double SOON = 2.5;

    /** Demand is looked at over four windows before it is let go back. */
    private static final double RELEASED_WITHIN = 4 * WINDOW + 2;

    private static final ResponseTime SLOW =
            new ResponseTime(Statistic.MEAN, Duration.ofMillis(200), Duration.ofMillis(80));

    private static final List<LoadStory> ALL = List.of(
            new LoadStory("step", "twice the load from one moment to the next, later gone again", LoadStories::step),
            new LoadStory("ramp", "the load grows until it is too much", LoadStories::ramp),
            new LoadStory("daily-wave", "too much in the afternoon, little at night", LoadStories::dailyWave),
            new LoadStory("burst", "a burst that is over before the dwell is: nothing to do", LoadStories::burst),
            new LoadStory("slow-leak", "slower and slower, too slowly to be compared with the past", LoadStories::leak),
            new LoadStory("slower-than-usual", "slow against its own past alone", LoadStories::slowerThanUsual),
            new LoadStory("network", "all servers slow down together: the network is at fault", LoadStories::network),
            new LoadStory(
                    "greedy-client", "one client asks a healthy server 1,000 times a second", LoadStories::greedy),
            new LoadStory("few-clients", "slow, but for two clients only", LoadStories::fewClients),
            new LoadStory("nonsense", "queries that a healthy server never answers", LoadStories::nonsense),
            new LoadStory("capture-loss", "what is measured while frames are lost is worth nothing", LoadStories::loss),
            new LoadStory("wavering", "response times that waver around the threshold", LoadStories::wavering),
            new LoadStory("death", "a server hangs or is gone, and comes back", LoadStories::death),
            new LoadStory("restart", "the router is killed in the midst of an overload", LoadStories::restart),
            new LoadStory("clock-jump", "all clocks are set, then an overload begins", LoadStories::clockJump),
            new LoadStory("demand-stays", "an overload that does not go away", LoadStories::demandStays),
            new LoadStory(
                    "many-queries", "more queries than is wanted, however quick the server", LoadStories::manyQueries),
            new LoadStory("busy-but-quick", "many queries are no harm until they are slow", LoadStories::busyButQuick));

    private LoadStories() {}

    /** Every story. */
    public static List<LoadStory> all() {
        return ALL;
    }

    /** The story of that name. */
    public static Optional<LoadStory> named(String name) {
        return ALL.stream().filter(story -> story.name().equals(name)).findFirst();
    }

    private static Policy policy(double dwell, double hold, Combination combination, Condition... conditions) {
        return new Policy(
                "story",
                Mode.ACT,
                Estimator.WINDOW,
                List.of(conditions),
                combination,
                Duration.ofMillis((long) (WINDOW * 1_000)),
                20,
                3,
                0.5,
                Duration.ofMillis((long) (dwell * 1_000)),
                Duration.ofMillis((long) (hold * 1_000)),
                2,
                Duration.ofMinutes(10),
                0.5,
                Handover.NEW_ONLY,
                false);
    }

    private static Policy slow(Random random) {
        return policy(random.nextInt(3) * 0.25, HOLD, Combination.ANY, SLOW);
    }

    private static double between(Random random, double low, double high) {
        return low + random.nextDouble() * (high - low);
    }

    private static StoryPlan step(Random random) {
        double onset = between(random, 8, 12);
        double over = onset + between(random, 30, 35);
        double quiet = CAPACITY * between(random, 0.3, 0.5);
        double busy = CAPACITY * between(random, 1.6, 3);
        StoryPlan plan = new StoryPlan(slow(random), over + 16);
        plan.server().session(2).load(Timeline.steps(quiet).then(onset, busy).then(over, quiet));
        return plan.claim(1, 0, WINDOW - 0.5, "WINDOW_NOT_FULL")
                .claim(1, WINDOW + 1, onset, "well", "FEW_SAMPLES")
                .expect(1, REDIRECT, onset + 0.2, onset + SOON)
                .claim(1, onset + SOON, over, "overloaded")
                .expect(1, RELEASE, over, over + RELEASED_WITHIN)
                .claim(1, over + RELEASED_WITHIN, over + 16, "well", "FEW_SAMPLES");
    }

    private static StoryPlan ramp(Random random) {
        double from = between(random, 4, 8);
        double length = between(random, 20, 40);
        double low = between(random, 0.3, 0.4);
        double high = between(random, 1.5, 2);
        Timeline load =
                Timeline.lines(CAPACITY * low).then(from, CAPACITY * low).then(from + length, CAPACITY * high);
        double steepness = (high - low) / length;
        double full = from + (1 - low) / steepness;
        StoryPlan plan = new StoryPlan(slow(random), from + length);
        plan.server().load(load);
        return plan.claim(1, WINDOW + 1, from + (0.6 - low) / steepness, "well", "FEW_SAMPLES")
                .expect(1, REDIRECT, from + (0.7 - low) / steepness, full + untilSlow(steepness) + SOON);
    }

    /**
     * The queue is steepness/2 x t^2 seconds long after t seconds beyond what can be borne. 400 ms make a mean of 200 ms; by
     * chance it may be some 600 ms shorter.
     */
    private static double untilSlow(double steepness) {
        return Math.sqrt(2 * (0.4 + 0.6) / steepness);
    }

    private static StoryPlan dailyWave(Random random) {
        double day = between(random, 140, 180);
        double middle = between(random, 0.7, 0.8);
        double swing = between(random, 0.5, 0.55);
        Timeline load = Timeline.lines(0);
        for (double second = 0; second <= day; second++) {
            load.then(second, CAPACITY * (middle - swing * Math.cos(2 * Math.PI * second / day)));
        }
        double noon = day / 2;
        double full = first(0, noon, second -> load.at(second) >= CAPACITY);
        StoryPlan plan = new StoryPlan(slow(random), day);
        plan.server().session(2).load(load);
        double bearableAgain = first(noon, day, second -> load.at(second) <= 0.5 * CAPACITY);
        return plan.expect(
                        1,
                        REDIRECT,
                        first(0, noon, second -> load.at(second) >= 0.7 * CAPACITY),
                        full + untilSlow(swing * 2 / day) + SOON)
                .expect(
                        1,
                        RELEASE,
                        first(noon, day, second -> load.at(second) <= CAPACITY),
                        bearableAgain + RELEASED_WITHIN);
    }

    private static double first(double from, double until, DoublePredicate test) {
        double second = from;
        while (second < until && !test.test(second)) {
            second += 0.1;
        }
        return second;
    }

    private static StoryPlan burst(Random random) {
        double quiet = CAPACITY * between(random, 0.3, 0.4);
        Timeline load = Timeline.steps(quiet);
        double second = between(random, 6, 9);
        while (second < 50) {
            load.then(second, CAPACITY * between(random, 2, 3));
            load.then(second + between(random, 0.2, 0.6), quiet);
            second += between(random, 8, 12);
        }
        StoryPlan plan = new StoryPlan(policy(5, HOLD, Combination.ANY, SLOW), 60);
        plan.server().load(load);
        return plan;
    }

    private static StoryPlan leak(Random random) {
        double from = between(random, 20, 25);
        double perSecond = between(random, 0.7, 0.95) / 1_000;
        Timeline service = Timeline.lines(0.02).then(from, 0.02).then(from + 300, 0.02 + 300 * perSecond);
        RelativeResponseTime usual = new RelativeResponseTime(Statistic.MEAN, 4, 2, Duration.ofMinutes(1));
        double latest = from + (0.235 - 0.02) / perSecond;
        StoryPlan plan = new StoryPlan(policy(0.5, HOLD, Combination.ANY, SLOW, usual), latest + 2);
        plan.server().workers(16).load(Timeline.steps(16)).service(service);
        return plan.claim(1, WINDOW + 1, from + (0.15 - 0.02) / perSecond, "well", "FEW_SAMPLES")
                .expectBy(Metric.RESPONSE_TIME, 1, REDIRECT, from + (0.16 - 0.02) / perSecond, latest);
    }

    private static StoryPlan slowerThanUsual(Random random) {
        double onset = between(random, 35, 40);
        double over = onset + between(random, 15, 20);
        double usually = between(random, 0.01, 0.02);
        Timeline service = Timeline.steps(usually)
                .then(onset, usually * between(random, 7, 8.5))
                .then(over, usually);
        RelativeResponseTime usual = new RelativeResponseTime(Statistic.MEAN, 4, 2, Duration.ofMinutes(1));
        StoryPlan plan = new StoryPlan(policy(0.5, HOLD, Combination.ANY, SLOW, usual), over + 15);
        plan.server()
                .workers(16)
                .hits(0)
                .load(Timeline.steps(between(random, 25, 35)))
                .service(service);
        return plan.claim(1, WINDOW + 1, onset, "well", "FEW_SAMPLES")
                .expectBy(Metric.RELATIVE_RESPONSE_TIME, 1, REDIRECT, onset + 0.2, onset + SOON + 0.5)
                .expect(1, RELEASE, over, over + RELEASED_WITHIN)
                .claim(1, over + RELEASED_WITHIN, over + 15, "well", "FEW_SAMPLES");
    }

    private static StoryPlan network(Random random) {
        double onset = between(random, 5, 8);
        double over = onset + between(random, 8, 15);
        double more = between(random, 0.4, 0.8);
        StoryPlan plan = new StoryPlan(slow(random), over + 6);
        int servers = 3 + random.nextInt(3);
        for (int server = 0; server < servers; server++) {
            double begins = onset + between(random, 0, 0.2);
            Timeline delay = Timeline.steps(between(random, 0.005, 0.03))
                    .then(begins, more * between(random, 0.8, 1.2))
                    .then(over + between(random, 0, 0.3), 0.01);
            plan.server().load(Timeline.steps(between(random, 16, 25))).delay(delay);
        }
        return plan;
    }

    private static StoryPlan greedy(Random random) {
        double onset = between(random, 4, 6);
        double over = onset + between(random, 3, 4);
        double crowd = between(random, 20, 40);
        QueryRate many = new QueryRate(200, 120);
        StoryPlan plan = new StoryPlan(policy(random.nextInt(3) * 0.25, HOLD, Combination.ANY, SLOW, many), over + 4);
        plan.server()
                .workers(4)
                .service(Timeline.steps(0.000_5))
                .load(Timeline.steps(crowd).then(onset, crowd + 1_000).then(over, crowd))
                .greedy(Timeline.steps(0).then(onset, 1_000 / (crowd + 1_000)).then(over, 0));
        return plan.claim(1, onset + 1, over, "GREEDY_CLIENT");
    }

    private static StoryPlan fewClients(Random random) {
        StoryPlan plan = new StoryPlan(slow(random), 20);
        plan.server()
                .clients(2)
                .load(Timeline.steps(between(random, 20, 30)))
                .delay(Timeline.steps(between(random, 0.5, 1)));
        return plan.claim(1, WINDOW + 2, 20, "FEW_CLIENTS", "FEW_SAMPLES");
    }

    private static StoryPlan nonsense(Random random) {
        StoryPlan plan = new StoryPlan(slow(random), 30);
        plan.server()
                .ignored(between(random, 0.1, 0.4))
                .session(between(random, 5, 60))
                .load(Timeline.steps(between(random, 20, 30)));
        return plan.claim(1, WINDOW + 1, 30, "well", "FEW_SAMPLES");
    }

    private static StoryPlan loss(Random random) {
        double from = between(random, 6, 8);
        double until = from + between(random, 3, 6);
        boolean overload = random.nextBoolean();
        Timeline load = Timeline.steps(CAPACITY * between(random, 0.4, 0.5));
        StoryPlan plan = new StoryPlan(slow(random), until + 8).loss(from, until);
        if (overload) {
            load.then(between(random, from, until - 1), CAPACITY * between(random, 2, 3));
            plan.expect(1, REDIRECT, until + WINDOW - 0.25, until + WINDOW + 1.5);
        }
        plan.server().session(60).load(load);
        return plan.claim(1, from + 1.5, until + WINDOW - 0.5, "CAPTURE_LOSS");
    }

    private static StoryPlan wavering(Random random) {
        Timeline delay = Timeline.lines(0.18);
        double second = 0;
        while (second < 240) {
            second += between(random, 0.5, 5);
            delay.then(second, between(random, 0.03, 0.4));
        }
        StoryPlan plan = new StoryPlan(policy(0.5, 60, Combination.ANY, SLOW), 240);
        plan.server().hits(0).load(Timeline.steps(between(random, 15, 18))).delay(delay);
        return plan.onlyPaced();
    }

    private static StoryPlan death(Random random) {
        double onset = between(random, 8, 10);
        double back = onset + between(random, 15, 25);
        boolean hangs = random.nextBoolean();
        StoryPlan plan = new StoryPlan(slow(random), back + 15);
        plan.server()
                .hits(0)
                .load(Timeline.steps(between(random, 20, 25)))
                .health(onset, hangs ? Health.HANGS : Health.REFUSES)
                .health(back, Health.ANSWERS);
        if (hangs) {
            plan.expect(1, REDIRECT, onset + 0.3, onset + SOON + 0.5).expect(1, RELEASE, back, back + 4);
        }
        return plan;
    }

    private static StoryPlan restart(Random random) {
        double onset = between(random, 6, 8);
        double killed = onset + between(random, 6, 10);
        double over = killed + 30;
        double quiet = CAPACITY * between(random, 0.2, 0.25);
        double busy = CAPACITY * between(random, 1.7, 2);
        StoryPlan plan = new StoryPlan(slow(random), over + 18).restart(killed);
        plan.server().session(4).load(Timeline.steps(quiet).then(onset, busy).then(over, quiet));
        return plan.expect(1, REDIRECT, onset + 0.2, onset + SOON)
                .expect(1, REDIRECT, killed + WINDOW - 0.25, killed + WINDOW + 2)
                // What it yielded when it was seen for the first time, drowning, is less than what it can bear.
                .expect(1, RELEASE, over, over + RELEASED_WITHIN + 5);
    }

    private static StoryPlan clockJump(Random random) {
        long[] jumps = {-3_600, -60, -11, -5, 5, 60, 3_000, 7_200};
        double jump = between(random, 8, 10);
        double onset = jump + between(random, 9, 11);
        double quiet = CAPACITY * between(random, 0.4, 0.5);
        StoryPlan plan = new StoryPlan(slow(random), onset + 5)
                .clockJump(jump, Duration.ofSeconds(jumps[random.nextInt(jumps.length)]));
        plan.server().load(Timeline.steps(quiet).then(onset, CAPACITY * between(random, 1.8, 3)));
        return plan.expect(1, REDIRECT, onset + 0.2, onset + SOON);
    }

    private static StoryPlan demandStays(Random random) {
        double onset = between(random, 6, 8);
        double quiet = CAPACITY * between(random, 0.4, 0.5);
        StoryPlan plan = new StoryPlan(slow(random), 60);
        plan.server()
                .session(2)
                .hits(between(random, 0.7, 1))
                .load(Timeline.steps(quiet).then(onset, CAPACITY * between(random, 1.6, 2.5)));
        return plan.expect(1, REDIRECT, onset + 0.2, onset + SOON).claim(1, onset + SOON, 60, "overloaded");
    }

    private static StoryPlan manyQueries(Random random) {
        double onset = between(random, 5, 8);
        double over = onset + between(random, 15, 20);
        double quiet = between(random, 20, 28);
        QueryRate many = new QueryRate(60, 40);
        StoryPlan plan = new StoryPlan(policy(random.nextInt(3) * 0.25, HOLD, Combination.ANY, many), over + 14);
        plan.server()
                .service(Timeline.steps(0.002))
                .load(Timeline.steps(quiet)
                        .then(onset, between(random, 120, 180))
                        .then(over, quiet));
        return plan.claim(1, WINDOW + 1, onset, "well", "FEW_SAMPLES")
                .expect(1, REDIRECT, onset + 0.2, onset + SOON)
                .expect(1, RELEASE, over, over + RELEASED_WITHIN);
    }

    private static StoryPlan busyButQuick(Random random) {
        double busy = between(random, 5, 6);
        double slow = busy + between(random, 5, 8);
        double over = slow + between(random, 20, 25);
        double quiet = between(random, 18, 22);
        QueryRate many = new QueryRate(60, 40);
        StoryPlan plan = new StoryPlan(policy(random.nextInt(3) * 0.25, HOLD, Combination.ALL, SLOW, many), over + 14);
        plan.server()
                .session(2)
                .service(Timeline.steps(0.002).then(slow, 0.02))
                .load(Timeline.steps(quiet)
                        .then(busy, between(random, 110, 130))
                        .then(over, quiet));
        return plan.claim(1, WINDOW + 1, slow, "well", "FEW_SAMPLES")
                .expect(1, REDIRECT, slow + 0.2, slow + SOON)
                .expect(1, RELEASE, over, over + RELEASED_WITHIN);
    }
}
