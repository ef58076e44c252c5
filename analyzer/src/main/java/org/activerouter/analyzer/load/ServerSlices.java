package org.activerouter.analyzer.load;

import org.activerouter.capture.Endpoint;

/** The slices of one server that are not over yet, and its queries that wait. Two slices are open at a time at most. */
final class ServerSlices {
    private final Endpoint endpoint;
    private final String protocol;
    private final OpenSlice[] open = {new OpenSlice(), new OpenSlice()};
    private final WaitingQueries waiting = new WaitingQueries();
    private boolean active;

    ServerSlices(Endpoint endpoint, String protocol) {
        this.endpoint = endpoint;
        this.protocol = protocol;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    String protocol() {
        return protocol;
    }

    OpenSlice slice(long index) {
        return open[(int) (index & 1)];
    }

    WaitingQueries waiting() {
        return waiting;
    }

    /** Whether the feed has it on its list. */
    boolean isActive() {
        return active;
    }

    void active(boolean now) {
        active = now;
    }

    boolean hasNothingToTell() {
        return waiting.isEmpty() && !open[0].isOpen() && !open[1].isOpen();
    }
}
