package org.activerouter.analyzer;

import org.activerouter.analyzer.protocol.Conversation.Reading;

/** Connections that could not be read, or not all along. One thread. */
final class FlowCounts {
    private long joined;
    private long opaque;
    private long foreign;
    private long lostSteps;

    /** A connection is read whose beginning was not seen. */
    void joined() {
        joined++;
    }

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

    long joinedFlows() {
        return joined;
    }

    long opaqueFlows() {
        return opaque;
    }

    long foreignFlows() {
        return foreign;
    }

    long lostSteps() {
        return lostSteps;
    }
}
