package org.activerouter.proxy.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.proxy.Hold;
import org.activerouter.proxy.TakenOver;
import org.activerouter.proxy.takeover.Conntrack;
import org.activerouter.proxy.takeover.Replacement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets for a batch of connections: made while these go on undisturbed, and told where each stands once they are held. So a hold lasts
 * for no more than it must. The caller's thread.
 */
final class ReadyBatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyBatch.class);

    /** Half of what the kernel holds packets for: beyond it they would pass, and contradict what is known of them. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<FlowKey, Replacement> ready = new LinkedHashMap<>();
    private final List<TakenOver.Refused> refused = new ArrayList<>();

    /** A connection on hold, and the sockets that stand where it stands. */
    record Standing(StandingConnection connection, Replacement replacement) {
        FlowKey flow() {
            return connection.facts().flow();
        }
    }

    /** Whether a connection may be moved, as it stands while it is held. */
    @FunctionalInterface
    interface Gate {
        /**
         * Lets it in.
         *
         * @throws IOException when it may not; the message says why
         */
        void enter(StandingConnection connection, Replacement replacement) throws IOException;
    }

    /** Makes sockets for connections with a server. */
    void make(Endpoint server, List<StandingConnection> batch) {
        try (Conntrack conntrack = Conntrack.open()) {
            for (StandingConnection each : batch) {
                FlowKey flow = each.facts().flow();
                try {
                    if (!flow.server().equals(server)) {
                        throw new IOException("it is a connection with another server");
                    }
                    ready.put(flow, Replacement.prepare(each.facts(), conntrack));
                } catch (IOException e) {
                    refuse(flow, e);
                }
            }
        }
    }

    /**
     * Has the connections held, and tells the sockets where they stand.
     *
     * @return those of which both sockets stand, which are the caller's from now on
     * @throws IOException what the hold threw
     */
    List<Standing> hold(Hold hold, Gate gate) throws IOException {
        List<Standing> standing = new ArrayList<>(ready.size());
        if (ready.isEmpty()) {
            return standing;
        }
        Set<Endpoint> clients = new HashSet<>();
        ready.values().forEach(each -> clients.addAll(each.names()));
        long began = System.nanoTime();
        for (StandingConnection each : hold.begin(clients)) {
            Replacement replacement = ready.get(each.facts().flow());
            if (replacement != null && stand(each, replacement, gate, began)) {
                standing.add(new Standing(each, replacement));
            }
        }
        standing.forEach(each -> ready.remove(each.flow()));
        return standing;
    }

    private boolean stand(StandingConnection connection, Replacement replacement, Gate gate, long began) {
        try {
            if (System.nanoTime() - began > MOST_NANOS) {
                throw new IOException("the machine is too slow to take it over in time");
            }
            replacement.stand(connection.facts());
            gate.enter(connection, replacement);
            return true;
        } catch (IOException e) {
            refuse(connection.facts().flow(), e);
            return false;
        }
    }

    private void refuse(FlowKey flow, IOException why) {
        refused.add(new TakenOver.Refused(flow, String.valueOf(why.getMessage())));
    }

    /** Those that could not be readied or told where they stand, and why. */
    List<TakenOver.Refused> refused() {
        return refused;
    }

    /** Gives up the sockets that nobody got: their connections go on as they were. */
    @Override
    public void close() {
        for (Replacement each : ready.values()) {
            try {
                each.abandon();
            } catch (IOException e) {
                LOG.warn("A socket that was not needed cannot be closed", e);
            }
        }
    }
}
