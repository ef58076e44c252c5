package org.activerouter.manager.story;

import java.util.Random;
import java.util.function.Function;
import org.activerouter.manager.policy.Policy;

/**
 * A kind of load, told differently by every seed.
 *
 * @param name what it is called on the command line
 * @param sentence what happens, and what is right to do
 * @param plan makes one telling
 */
public record LoadStory(String name, String sentence, Function<Random, StoryPlan> plan) {
    /** Tells it under its own policy. The same seed gives the same telling. */
    public StoryOutcome tell(long seed) {
        return new StoryRun(plan(seed), seed).play();
    }

    /** Tells it under another policy, which acts whatever its mode; nothing of what is decided is a fault. */
    public StoryOutcome tell(long seed, Policy policy) {
        return new StoryRun(plan(seed).under(policy.in(Policy.Mode.ACT)), seed).play();
    }

    private StoryPlan plan(long seed) {
        // Neighbouring seeds of java.util.Random begin alike.
        return plan.apply(new Random(seed * 0x9E3779B97F4A7C15L));
    }
}
