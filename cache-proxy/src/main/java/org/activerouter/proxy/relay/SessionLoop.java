package org.activerouter.proxy.relay;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * The sessions of one event loop. A single pass over them each second replaces a timer per session. Thread: the loop, except
 * {@link #eventLoop}.
 */
final class SessionLoop {
    private final EventLoop loop;
    private final SessionEnvironment environment;
    private final long idleTicks;
    private final List<Session> sessions = new ArrayList<>();
    private volatile long ticks;

    SessionLoop(EventLoop loop, SessionEnvironment environment) {
        this.loop = loop;
        this.environment = environment;
        this.idleTicks = environment.limits().idle().toSeconds();
    }

    EventLoop eventLoop() {
        return loop;
    }

    SessionEnvironment environment() {
        return environment;
    }

    /** Seconds since the start, as coarse as the pass. Any thread. */
    long ticks() {
        return ticks;
    }

    void add(Session session) {
        session.place(sessions.size());
        sessions.add(session);
    }

    /** Fills the gap with the last one, so that leaving costs the same however many stay. */
    void remove(Session session) {
        Session last = sessions.remove(sessions.size() - 1);
        if (last != session) {
            sessions.set(session.place(), last);
            last.place(session.place());
        }
    }

    /** A second has passed. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // by its own thread alone
    void tick() {
        ticks++;
        // Backwards, because a session that ends is replaced by one that was already looked at.
        for (int i = sessions.size() - 1; i >= 0; i--) {
            check(sessions.get(i));
        }
    }

    private void check(Session session) {
        session.recount();
        if (ticks - session.lastHeard() > idleTicks) {
            environment.refusals().count(Refusal.IDLE);
            session.reset();
        } else {
            session.second();
        }
    }

    /** Those with one server. */
    List<Session> with(ServedServer server) {
        return sessions.stream().filter(each -> each.server() == server).toList();
    }

    /** Ends them all. */
    void close() {
        for (int i = sessions.size() - 1; i >= 0; i--) {
            sessions.get(i).reset();
        }
    }
}
