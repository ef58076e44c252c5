package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.activerouter.proxy.relay.End;
import org.activerouter.proxy.relay.Session;

/** A session of the relay, as a conversation sees it. */
public final class SessionWires implements Wires {
    private final Session session;
    private final Probes probes;

    /** Wires of that session; probes tell it whether its server is there. */
    public SessionWires(Session session, Probes probes) {
        this.session = session;
        this.probes = probes;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public ByteBufAllocator allocator() {
        return ByteBufAllocator.DEFAULT;
    }

    @Override
    public void toClient(ByteBuf bytes) {
        session.client().write(bytes);
    }

    @Override
    public void toServer(ByteBuf bytes) {
        End server = session.serverEnd();
        if (server == null) {
            bytes.release();
        } else {
            server.write(bytes);
        }
    }

    @Override
    public void altered() {
        session.alter();
    }

    @Override
    public void readClient(boolean wanted) {
        session.client().reading(wanted);
    }

    @Override
    public Timer after(long nanos, Runnable task) {
        Future<?> future = session.schedule(task, Duration.ofNanos(nanos));
        return () -> future.cancel(false);
    }

    @Override
    public void later(Runnable task) {
        session.execute(task);
    }

    @Override
    public void probe(Consumer<Boolean> alive) {
        probes.ask(session.asked(), session.eventLoop(), answer -> session.execute(() -> alive.accept(answer)));
    }

    @Override
    public void end() {
        session.client().finish();
        End server = session.serverEnd();
        if (server != null) {
            server.finish();
        }
    }

    @Override
    public void reset() {
        session.reset();
    }
}
