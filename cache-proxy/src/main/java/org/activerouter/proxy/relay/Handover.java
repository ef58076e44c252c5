package org.activerouter.proxy.relay;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.FlowKey;
import org.activerouter.proxy.TakenOver;
import org.activerouter.proxy.takeover.Conntrack;
import org.activerouter.proxy.takeover.Replacement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch of established connections over, in two steps: first all sockets are made, which nobody notices; then they take the
 * connections' places, each event loop those that will live on it. So the time in which a kill of this process could end one of them
 * is as short as it can be. Thread: the caller's, and the event loops.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what came of a call is told by the future itself
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    /** Half of what the kernel holds a server's packets for: beyond it they would pass, and contradict what is known of them. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final long began = System.nanoTime();
    private final ServedServer served;
    private final SessionHandler handler;
    private final SessionLoop[] loops;
    private final SessionEnvironment environment;
    private final List<TakenOver.Live> live = new ArrayList<>();
    private final List<TakenOver.Refused> refused = new ArrayList<>();

    /** A connection whose sockets are made. */
    private record Prepared(StandingConnection connection, Replacement replacement) {
        /** Behind what the client had under way, which the server may know. */
        @Nullable
        Standing conversation() {
            Standing standing = connection.conversation();
            ByteBuffer underWay = connection.facts().client().underWay();
            return standing == null ? null : standing.after(underWay, NOTHING);
        }

        FlowKey flow() {
            return connection.facts().flow();
        }
    }

    Handover(ServedServer served, SessionHandler handler, SessionLoop[] loops) {
        this.served = served;
        this.handler = handler;
        this.loops = loops;
        this.environment = loops[0].environment();
    }

    TakenOver takeOver(List<StandingConnection> batch) {
        List<Prepared> prepared = prepare(batch);
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < loops.length; i++) {
            tasks.add(begin(share(prepared, i), loops[i]));
        }
        tasks.forEach(task -> ((Future<?>) task).syncUninterruptibly());
        return new TakenOver(live, refused);
    }

    private List<Prepared> share(List<Prepared> all, int loop) {
        List<Prepared> share = new ArrayList<>();
        for (int i = loop; i < all.size(); i += loops.length) {
            share.add(all.get(i));
        }
        return share;
    }

    private List<Prepared> prepare(List<StandingConnection> batch) {
        List<Prepared> prepared = new ArrayList<>(batch.size());
        try (Conntrack conntrack = Conntrack.open()) {
            for (StandingConnection each : batch) {
                try {
                    prepared.add(prepare(each, conntrack));
                } catch (IOException e) {
                    refuse(each.facts().flow(), String.valueOf(e.getMessage()));
                }
            }
        }
        return prepared;
    }

    private Prepared prepare(StandingConnection connection, Conntrack conntrack) throws IOException {
        if (!connection.facts().flow().server().equals(served.endpoint())) {
            throw new IOException("it is a connection with another server");
        }
        if (System.nanoTime() - began > MOST_NANOS) {
            throw new IOException("the machine is too slow to take it over in time");
        }
        if (connection.doubt() != null) {
            throw new IOException(connection.doubt().sentence());
        }
        Replacement replacement = Replacement.prepare(connection.facts(), conntrack);
        Refusal refusal = environment.admission().enter(replacement.client(), replacement.descriptor());
        if (refusal != null) {
            replacement.abandon();
            environment.refusals().count(refusal);
            throw new IOException("a limit of the service is reached: " + refusal.key());
        }
        served.opened();
        return new Prepared(connection, replacement);
    }

    private Future<?> begin(List<Prepared> share, SessionLoop loop) {

        return loop.eventLoop().submit(() -> share.forEach(each -> begin(each, loop)));
    }

    /**
     * Each session is in its event loop before its sockets go live, and is not read before: nothing comes too early, and nothing is
     * missed.
     */
    private void begin(Prepared prepared, SessionLoop loop) {
        Replacement replacement = prepared.replacement();
        Session session = Session.takenOver(
                loop,
                served,
                handler,
                replacement.clientChannel(),
                replacement.serverChannel(),
                replacement.repeated());
        try {
            session.join();
            replacement.goLive();
            isLive(prepared.flow());
            session.goOn(prepared.conversation(), replacement.unsaid());
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} was not taken over", prepared.flow(), e);
            environment.refusals().count(Refusal.INTERNAL);
            session.reset();
            refuse(prepared.flow(), String.valueOf(e.getMessage()));
        }
    }

    private synchronized void refuse(FlowKey flow, String why) {
        refused.add(new TakenOver.Refused(flow, why));
    }

    private synchronized void isLive(FlowKey flow) {
        live.add(new TakenOver.Live(flow, System.nanoTime()));
    }
}
