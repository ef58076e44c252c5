package org.activerouter.analyzer.load;

import org.activerouter.analyzer.protocol.Observation.Outcome;

/** How queries ended, and how many of them could not be measured: those, and those with an answer that cannot be theirs. */
final class OutcomeCounts {
    private long completed;
    private long refused;
    private long unanswered;
    private long unmeasured;

    void count(Outcome outcome, boolean measurable) {
        if (!measurable) {
            unmeasured++;
        }
        switch (outcome) {
            case COMPLETED -> completed++;
            case REFUSED -> refused++;
            case UNANSWERED -> unanswered++;
            case UNMEASURED -> {}
        }
    }

    long completed() {
        return completed;
    }

    long refused() {
        return refused;
    }

    long unanswered() {
        return unanswered;
    }

    long unmeasured() {
        return unmeasured;
    }
}
