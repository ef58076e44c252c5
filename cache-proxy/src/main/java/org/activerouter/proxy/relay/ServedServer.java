package org.activerouter.proxy.relay;

import java.util.concurrent.atomic.LongAdder;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.ServedSnapshot;

/** A server that the service stands in for, or still has sessions of, and what was done for it. Any thread. */
final class ServedServer {
    final LongAdder fromClients = new LongAdder();
    final LongAdder fromServer = new LongAdder();
    final LongAdder connectFailures = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final Endpoint server;
    private volatile boolean retired;

    ServedServer(Endpoint server) {
        this.server = server;
    }

    Endpoint endpoint() {
        return server;
    }

    void retire(boolean now) {
        retired = now;
    }

    boolean retired() {
        return retired;
    }

    void opened() {
        accepted.increment();
    }

    void closed() {
        ended.increment();
    }

    boolean hasSessions() {
        return open() > 0;
    }

    private long open() {
        // In this order a session that begins between the two is counted as open, never as minus one.
        long over = ended.sum();
        return accepted.sum() - over;
    }

    @Override
    public String toString() {
        return server.toString();
    }

    /** Without queries: whoever reads the protocol adds them. */
    ServedSnapshot snapshot() {
        return new ServedSnapshot(
                server, accepted.sum(), open(), fromClients.sum(), fromServer.sum(), -1, -1, connectFailures.sum());
    }
}
