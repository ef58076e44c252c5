package org.activerouter.proxy.relay;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.FlowKey;
import org.activerouter.proxy.Hold;
import org.activerouter.proxy.TakenOver;
import org.activerouter.proxy.takeover.Replacement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch of established connections over, in three steps: their sockets are made, which nobody notices; while they are held the
 * sockets are told where they stand; then they take the connections' places, each event loop those that will live on it. So the time in
 * which a kill of this process could end one of them is as short as it can be. Thread: the caller's, and the event loops.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what came of a call is told by the future itself
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ServedServer served;
    private final SessionHandler handler;
    private final SessionLoop[] loops;
    private final SessionEnvironment environment;
    private final List<TakenOver.Live> live = new ArrayList<>();
    private final List<TakenOver.Refused> refused = new ArrayList<>();

    Handover(ServedServer served, SessionHandler handler, SessionLoop[] loops) {
        this.served = served;
        this.handler = handler;
        this.loops = loops;
        this.environment = loops[0].environment();
    }

    /**
     * Takes them over.
     *
     * @throws IOException what the hold threw
     */
    TakenOver takeOver(List<StandingConnection> batch, Hold hold) throws IOException {
        try (ReadyBatch ready = new ReadyBatch()) {
            ready.make(served.endpoint(), batch);
            goLive(ready.hold(hold, this::enter));
            refused.addAll(ready.refused());
        }
        return new TakenOver(live, refused);
    }

    private void enter(StandingConnection connection, Replacement replacement) throws IOException {
        if (connection.doubt() != null) {
            throw new IOException(connection.doubt().sentence());
        }
        Refusal refusal = environment.admission().enter(replacement.client(), replacement.descriptor());
        if (refusal != null) {
            environment.refusals().count(refusal);
            throw new IOException("a limit of the service is reached: " + refusal.key());
        }
        served.opened();
    }

    private void goLive(List<ReadyBatch.Standing> all) {
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < loops.length; i++) {
            List<ReadyBatch.Standing> share = share(all, i);
            SessionLoop loop = loops[i];
            tasks.add(loop.eventLoop().submit(() -> share.forEach(each -> begin(each, loop))));
        }
        tasks.forEach(task -> ((Future<?>) task).syncUninterruptibly());
    }

    private List<ReadyBatch.Standing> share(List<ReadyBatch.Standing> all, int loop) {
        List<ReadyBatch.Standing> share = new ArrayList<>();
        for (int i = loop; i < all.size(); i += loops.length) {
            share.add(all.get(i));
        }
        return share;
    }

    /**
     * Each session is in its event loop before its sockets go live, and is not read before: nothing comes too early, and nothing is
     * missed.
     */
    private void begin(ReadyBatch.Standing standing, SessionLoop loop) {
        Replacement replacement = standing.replacement();
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
            isLive(standing.flow());
            session.goOn(conversation(standing.connection()), replacement.unsaid());
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} was not taken over", standing.flow(), e);
            environment.refusals().count(Refusal.INTERNAL);
            session.reset();
            refuse(standing.flow(), String.valueOf(e.getMessage()));
        }
    }

    /** Behind what the client had under way, which the server may know. */
    private static @Nullable Standing conversation(StandingConnection connection) {
        Standing standing = connection.conversation();
        ByteBuffer underWay = connection.facts().client().underWay();
        return standing == null ? null : standing.after(underWay, NOTHING);
    }

    private synchronized void refuse(FlowKey flow, String why) {
        refused.add(new TakenOver.Refused(flow, why));
    }

    private synchronized void isLive(FlowKey flow) {
        live.add(new TakenOver.Live(flow, System.nanoTime()));
    }
}
