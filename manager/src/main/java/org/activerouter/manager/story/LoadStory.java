package org.activerouter.manager.story;

import java.util.Random;
import java.util.function.Function;

/**
 * A kind of load, told differently by every seed.
 *
 * @param name what it is called on the command line
 * @param sentence what happens, and what is right to do
 * @param plan makes one telling
 */
public record LoadStory(String name, String sentence, Function<Random, StoryPlan> plan) {
    /** Tells it. The same seed gives the same telling. */
    public StoryOutcome tell(long seed) {
        // Neighbouring seeds of java.util.Random begin alike.
        return new StoryRun(plan.apply(new Random(seed * 0x9E3779B97F4A7C15L)), seed).play();
    }
}
