package org.activerouter.manager.story;

import java.util.List;
import org.activerouter.manager.policy.Decision;

/**
 * What came of one telling of a story. Immutable.
 *
 * @param told what was decided, in order
 * @param faults a sentence for each decision or verdict that was wrong, missing or late
 */
public record StoryOutcome(List<Told> told, List<String> faults) {
    /** Keeps its own copies. */
    public StoryOutcome {
        told = List.copyOf(told);
        faults = List.copyOf(faults);
    }

    /**
     * A decision.
     *
     * @param server number of the server in the story, from 1
     * @param second of the story
     */
    public record Told(int server, double second, Decision decision) {}
}
