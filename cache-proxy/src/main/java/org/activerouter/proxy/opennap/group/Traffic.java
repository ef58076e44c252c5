package org.activerouter.proxy.opennap.group;

import java.util.concurrent.atomic.LongAdder;
import org.activerouter.capture.Endpoint;

/** Searches of the clients of one server that is stood in for. Any thread. */
final class Traffic {
    private final Endpoint asked;
    private final LongAdder queries = new LongAdder();
    private final LongAdder forwarded = new LongAdder();

    Traffic(Endpoint asked) {
        this.asked = asked;
    }

    /** A client searches. */
    void search() {
        queries.increment();
    }

    /** A search, or its part, goes to this server. */
    void given(Endpoint to) {
        if (to.equals(asked)) {
            forwarded.increment();
        }
    }

    long queries() {
        return queries.sum();
    }

    /** Those that the server itself was asked. */
    long forwarded() {
        return forwarded.sum();
    }
}
