package org.activerouter.manager.story;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.activerouter.manager.policy.Decision;
import org.activerouter.manager.policy.Measure.Level;
import org.activerouter.manager.policy.Verdict;
import org.activerouter.manager.story.StoryOutcome.Told;
import org.activerouter.manager.story.StoryPlan.Claim;
import org.activerouter.manager.story.StoryPlan.Expected;

/** Compares what was decided with what was right. One use. */
final class StoryVerdict {
    private static final double SHORTEST_STATE = 59.99;

    private final StoryPlan plan;
    private final List<Told> told = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<Integer, Deque<Expected>> expected = new HashMap<>();
    private final Map<Integer, Double> changedAt = new HashMap<>();

    StoryVerdict(StoryPlan plan) {
        this.plan = plan;
        plan.expected().forEach(next -> queue(next.server()).addLast(next));
    }

    private Deque<Expected> queue(int server) {
        return expected.computeIfAbsent(server, number -> new ArrayDeque<>());
    }

    void decided(int server, double second, Decision decision) {
        told.add(new Told(server, second, decision));
        Double before = changedAt.put(server, second);
        if (!plan.isJudged()) {
            return;
        }
        if (plan.isOnlyPaced()) {
            if (before != null && second - before < SHORTEST_STATE) {
                fault(second, server, at("changed again after %.2f s", second - before));
            }
            return;
        }
        Expected next = queue(server).pollFirst();
        if (next == null || next.action() != decision.action()) {
            fault(second, server, "wrong: " + decision.text());
        } else if (second < next.earliest()) {
            fault(second, server, at("too early, not before %.2f: ", next.earliest()) + decision.text());
        } else if (second > next.latest()) {
            fault(second, server, at("late, not after %.2f: ", next.latest()) + decision.text());
        } else if (next.metric().isPresent() && !isBy(decision, next)) {
            fault(second, server, "not by " + next.metric().get() + ": " + decision.text());
        }
    }

    private static boolean isBy(Decision decision, Expected next) {
        return decision.verdict().evidence().measures().stream()
                .filter(measure -> measure.level() == Level.OVER)
                .allMatch(measure ->
                        next.metric().filter(measure.metric()::equals).isPresent());
    }

    private static String at(String format, double second) {
        return String.format(Locale.ROOT, format, second);
    }

    private void fault(double second, int server, String what) {
        faults.add(at("at %.2f s, server ", second) + server + ": " + what);
    }

    /** Servers on whose verdict something is claimed at a second. */
    Set<Integer> claimed(double second) {
        Set<Integer> servers = new TreeSet<>();
        for (Claim claim : plan.claims()) {
            if (holds(claim, second)) {
                servers.add(claim.server());
            }
        }
        return servers;
    }

    private static boolean holds(Claim claim, double second) {
        return claim.from() <= second && second <= claim.until();
    }

    void verdict(int server, double second, Verdict verdict) {
        for (Claim claim : plan.claims()) {
            boolean right = claim.words().contains(word(verdict));
            if (claim.server() == server && holds(claim, second) && !right) {
                fault(second, server, "verdict is not one of " + claim.words() + ": " + verdict.text());
            }
        }
    }

    /** The verdict's word; the doubt's for one that is unknown. */
    private static String word(Verdict verdict) {
        return verdict instanceof Verdict.Unknown unknown ? unknown.doubt().toString() : verdict.word();
    }

    /** What was redirected is not any more, without a decision. */
    void restarted() {
        changedAt.clear();
    }

    StoryOutcome outcome() {
        expected.forEach((server, left) -> left.forEach(missing ->
                fault(plan.seconds(), server, "missing: " + missing.action() + at(" by %.2f s", missing.latest()))));
        return new StoryOutcome(told, faults);
    }
}
