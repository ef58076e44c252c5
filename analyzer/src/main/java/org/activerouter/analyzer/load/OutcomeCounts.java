package org.activerouter.analyzer.load;

import org.activerouter.analyzer.protocol.Observation.Outcome;

/** How queries ended. */
final class OutcomeCounts {
    private long completed;
    private long refused;
    private long unanswered;
    private long unmeasured;

    void count(Outcome outcome) {
        switch (outcome) {
            case COMPLETED -> completed++;
            case REFUSED -> refused++;
            case UNANSWERED -> unanswered++;
            case UNMEASURED -> unmeasured++;
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
