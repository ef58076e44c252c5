package org.activerouter.analyzer;

import org.activerouter.analyzer.protocol.Conversation.Reading;

/** Connections that could not be read, or not all along. */
final class FlowCounts {
    private long opaque;
    private long foreign;
    private long lostSteps;

    /** A reader wants no more of a connection. */
    void unread(Reading why) {
        if (why == Reading.OPAQUE) {
            opaque++;
        } else {
            foreign++;
        }
    }

    void lostStep() {
        lostSteps++;
    }

    long opaque() {
        return opaque;
    }

    long foreign() {
        return foreign;
    }

    long lostSteps() {
        return lostSteps;
    }
}
