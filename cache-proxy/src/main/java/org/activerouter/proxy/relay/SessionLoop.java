package org.activerouter.proxy.relay;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.activerouter.proxy.takeover.TimeWaits;

/**
 * The sessions of one event loop. A single pass over them each second replaces a timer per session. Thread: the loop, except
 * {@link #eventLoop}.
 */
final class SessionLoop {
    /** What was read first must not wait for thousands that are ready as well. */
    private static final int MOST_UNSENT = 64;

    private final EventLoop loop;
    private final SessionEnvironment environment;
    private final long idleTicks;
    private final List<Session> sessions = new ArrayList<>();
    private final List<Session> unsent = new ArrayList<>(MOST_UNSENT);
    private final Runnable sending = this::send;
    private final TimeWaits timeWaits;
    private final Runnable sweeping = this::sweep;
    private volatile long ticks;

    SessionLoop(EventLoop loop, SessionEnvironment environment) {
        this.loop = loop;
        this.environment = environment;
        this.idleTicks = environment.limits().idle().toSeconds();
        this.timeWaits = new TimeWaits(() -> environment.refusals().count(Refusal.TIME_WAIT));
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

    /**
     * Sends what a session has written once everybody who was ready has been read: whoever gets several messages at once is woken
     * once, and waking a sleeping processor costs as much as a tenth of a request.
     */
    void sendSoon(Session session) {
        if (unsent.isEmpty()) {
            loop.execute(sending);
        }
        unsent.add(session);
        if (unsent.size() == MOST_UNSENT) {
            send();
        }
    }

    private void send() {
        for (int i = 0; i < unsent.size(); i++) {
            unsent.get(i).sendNow();
        }
        unsent.clear();
    }

    /** A second has passed. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // by its own thread alone
    void tick() {
        ticks++;
        // Backwards, because a session that ends is replaced by one that was already looked at.
        for (int i = sessions.size() - 1; i >= 0; i--) {
            check(sessions.get(i));
        }
        timeWaits.second();
        sweep();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // that it goes on
    private void sweep() {
        if (timeWaits.endSome()) {
            // What is only executed comes before the loop looks at its sockets again.
            loop.schedule(sweeping, 1, TimeUnit.NANOSECONDS);
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

    /** A socket of a taken-over session is closed, which had said its end before its peer. */
    void endedFirst(EpollSocketChannel channel) {
        timeWaits.add(channel.localAddress(), channel.remoteAddress());
    }

    /** Ends them all. */
    void close() {
        for (int i = sessions.size() - 1; i >= 0; i--) {
            sessions.get(i).reset();
        }
        timeWaits.close();
    }
}
