package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.activerouter.analyzer.opennap.NapStanding;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.opennap.cache.ServerShelf;
import org.activerouter.proxy.relay.End;
import org.activerouter.proxy.relay.Session;
import org.activerouter.proxy.relay.SessionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Makes the relay's sessions conversations of OpenNap. What belongs to a session is its {@link NapSession}; a session of a server
 * too many to keep answers of has none, and is a plain relay.
 */
final class NapHandler implements SessionHandler {
    /** A search of thirty bytes may be answered with 64 kB: this much more may wait for a client that does not read. */
    private static final int MOST_READ = 2_048;

    private final Shared shared;
    private final SeenAnswers seen;
    private final Probes probes = new Probes();
    private final Map<Endpoint, SearchTraffic> traffic = new ConcurrentHashMap<>();

    NapHandler(Shared shared, SeenAnswers seen) {
        this.shared = shared;
        this.seen = seen;
    }

    private static boolean isOurs(Session session) {
        return session.attachment() instanceof NapSession;
    }

    private static NapSession nap(Session session) {
        if (session.attachment() instanceof NapSession nap) {
            return nap;
        }
        throw new IllegalStateException("a session without a conversation");
    }

    @Override
    public void opened(Session session) {
        attach(session);
        session.connect(session.asked());
    }

    private @Nullable NapSession attach(Session session) {
        ServerShelf shelf = shared.cache().shelf(session.asked());
        if (shelf == null) {
            return null;
        }
        SearchTraffic counts = traffic.computeIfAbsent(session.asked(), unused -> new SearchTraffic());
        SessionWires wires = new SessionWires(session, probes);
        session.client().readAtMost(MOST_READ);
        NapSession nap =
                new NapSession(shared, shelf, counts, session.clientAddress().getAddress(), wires);
        session.attach(nap);
        return nap;
    }

    /** What cannot be read is passed on as it is. */
    @Override
    public void takenOver(Session session, @Nullable Standing conversation) {
        if (conversation instanceof NapStanding standing && !standing.isOpaque()) {
            NapSession nap = attach(session);
            if (nap != null) {
                nap.resume(standing);
                Endpoint client = new Endpoint(
                        session.clientAddress().getAddress(),
                        session.clientAddress().getPort());
                seen.handOver(
                        new FlowKey(client, session.asked()),
                        standing,
                        its -> session.eventLoop().execute(() -> nap.adopt(its)));
            }
        }
        SessionHandler.super.takenOver(session, conversation);
    }

    @Override
    public void retired(Session session) {
        if (isOurs(session)) {
            nap(session).retire();
        }
    }

    @Override
    public void received(Session session, End from, ByteBuf bytes) {
        if (!isOurs(session)) {
            SessionHandler.super.received(session, from, bytes);
        } else if (from == session.client()) {
            nap(session).fromClient(bytes);
        } else {
            nap(session).fromServer(bytes);
        }
    }

    @Override
    public void finished(Session session, End from) {
        if (isOurs(session)) {
            if (from == session.client()) {
                nap(session).clientFinished();
            } else if (nap(session).serverFinished()) {
                from.finish();
                return;
            }
        }
        SessionHandler.super.finished(session, from);
    }

    @Override
    public void lost(Session session, End end) {
        boolean cared =
                isOurs(session) && end != session.client() && nap(session).serverFinished();
        if (!cared) {
            SessionHandler.super.lost(session, end);
        }
    }

    /** Answers come from the server and, for what the client asks, from here: both stop for a client that does not read. */
    @Override
    public void behind(Session session, End slow, boolean behind) {
        SessionHandler.super.behind(session, slow, behind);
        if (slow == session.client()) {
            slow.holdFor(slow, behind);
        }
    }

    @Override
    public void closed(Session session) {
        if (isOurs(session)) {
            nap(session).closed();
        }
    }

    @Override
    public ServedSnapshot describe(ServedSnapshot relayed) {
        SearchTraffic counts = traffic.get(relayed.server());
        return counts == null ? relayed.reading(0, 0) : relayed.reading(counts.queries.sum(), counts.forwarded.sum());
    }

    @Override
    public ServiceSnapshot describe(ServiceSnapshot relayed) {
        Map<String, Long> refused = new TreeMap<>(relayed.refused());
        refused.putAll(shared.cache().snapshot(0).refused());
        return relayed.refusing(refused);
    }
}
