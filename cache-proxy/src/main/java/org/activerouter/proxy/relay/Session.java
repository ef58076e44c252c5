package org.activerouter.proxy.relay;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's conversation with a server: two connections, called ends, on one event loop, to which every method belongs that
 * does not say otherwise. What passes between the ends is up to the {@link SessionHandler}.
 */
public final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final SessionLoop loop;
    private final ServedServer server;
    private final SessionHandler handler;
    private final InetSocketAddress clientAddress;
    private final End client;
    private @Nullable End serverEnd;
    /** Other connections with servers, turned away from for now. */
    private final List<End> aside = new ArrayList<>(0);

    private @Nullable Object attachment;
    private long lastHeard;
    private int place;
    private boolean resetting;
    private boolean over;
    /** It began in the middle of a connection, whose sequence numbers are its own. */
    private boolean takenOver;
    /** Not every byte was passed on as it came. */
    private boolean altered;

    Session(SessionLoop loop, ServedServer server, SessionHandler handler, EpollSocketChannel client) {
        this.loop = loop;
        this.server = server;
        this.handler = handler;
        this.clientAddress = client.remoteAddress();
        this.client = new End(this, client);
    }

    /** A session that takes the place of an established connection; {@link #join} and {@link #goOn} follow. */
    static Session takenOver(
            SessionLoop loop,
            ServedServer server,
            SessionHandler handler,
            EpollSocketChannel client,
            EpollSocketChannel serverChannel,
            int repeated) {
        Session session = new Session(loop, server, handler, client);
        session.takenOver = true;
        session.serverEnd = new End(session, serverChannel);
        session.serverEnd.hasSent(repeated);
        return session;
    }

    /** The client's address and port, which are also what the server sees. */
    public InetSocketAddress clientAddress() {
        return clientAddress;
    }

    /** The server that the client asked for. */
    public Endpoint asked() {
        return server.endpoint();
    }

    /** The client and the server that it asked for. */
    FlowKey flow() {
        return new FlowKey(new Endpoint(clientAddress.getAddress(), clientAddress.getPort()), asked());
    }

    /** The connection with the client. */
    public End client() {
        return client;
    }

    /** The connection with the server, which may still be under way; null before {@link #connect}. */
    public @Nullable End serverEnd() {
        return serverEnd;
    }

    /**
     * Turns to another connection with a server: one that was made before, or none until {@link #connect}. The one before stays, and
     * is told of as ever. There is no turning while one is under way.
     */
    public void turnTo(@Nullable End other) {
        if (serverEnd != null && serverEnd != other && !serverEnd.gone()) {
            aside.add(serverEnd);
        }
        aside.remove(other);
        serverEnd = other;
    }

    /** The other end, if it exists. */
    public @Nullable End opposite(End end) {
        return end == client ? serverEnd : client;
    }

    /** Keeps what the handler needs for this session. */
    public void attach(@Nullable Object state) {
        attachment = state;
    }

    /** What {@link #attach} kept. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /**
     * Connects to a server in the client's own address and port. What is written to {@link #serverEnd} before it stands waits
     * there. {@link SessionHandler#connected} follows, or {@link SessionHandler#unreachable}.
     */
    public void connect(Endpoint upstream) {
        ServerConnection.open(this, upstream);
    }

    /** Sends what was written to any end since the last time. Needed only outside of the handler's and {@link #execute}'s calls. */
    public void flush() {
        client.flush();
        if (serverEnd != null) {
            serverEnd.flush();
        }
        for (int i = 0; i < aside.size(); i++) {
            aside.get(i).flush();
        }
    }

    /** The same, once everybody who is ready was read. */
    void flushSoon() {
        loop.sendSoon(this);
    }

    /** That moment has come. */
    void sendNow() {
        try {
            flush();
        } catch (RuntimeException e) {
            endByFault(e);
        }
    }

    /** Says that something else was passed on than came; the sequence numbers of the two ends differ from then on. */
    public void alter() {
        altered = true;
    }

    /** Ends the session at once; both peers see a reset. */
    public void reset() {
        resetting = true;
        client.reset();
        if (serverEnd != null) {
            serverEnd.reset();
        }
        List.copyOf(aside).forEach(End::reset);
        endIfOver();
    }

    /** Runs a task on the event loop, unless the session is over by then. Any thread. */
    public void execute(Runnable task) {
        loop.eventLoop().execute(() -> run(task));
    }

    /** Runs a task on the event loop after a while, unless it is cancelled or the session is over by then. Any thread. */
    public Future<?> schedule(Runnable task, Duration delay) {
        return loop.eventLoop().schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Where the session lives, for connections that a service makes besides. */
    public EventLoop eventLoop() {
        return loop.eventLoop();
    }

    private void run(Runnable task) {
        if (!over) {
            guarded(task);
        }
    }

    /** Lets the handler do something, and sends what it has written. What it throws ends this session, and no other. */
    private void guarded(Runnable step) {
        try {
            step.run();
            flush();
        } catch (RuntimeException e) {
            endByFault(e);
        }
    }

    SessionLoop loop() {
        return loop;
    }

    SessionHandler handler() {
        return handler;
    }

    /**
     * Puts both ends of a taken-over session into the event loop, unread.
     *
     * @throws IOException when that fails
     */
    void join() throws IOException {
        lastHeard = loop.ticks();
        loop.add(this);
        client.join();
        if (serverEnd != null) {
            serverEnd.join();
        }
    }

    /**
     * A taken-over session's sockets are live.
     *
     * @param conversation where it stands, behind what the socket towards the server has sent already
     * @param unsaid what the server has said since
     */
    void goOn(@Nullable Standing conversation, ByteBuffer unsaid) {
        handler.takenOver(this, conversation);
        if (serverEnd != null) {
            serverEnd.came(unsaid);
        }
        flush();
    }

    /** An end is in the event loop and stands. */
    void stands(End end) {
        if (takenOver) {
            return;
        }
        if (end == client) {
            begin();
        } else {
            handler.connected(this, end);
            flush();
        }
    }

    private void begin() {
        lastHeard = loop.ticks();
        loop.add(this);
        handler.opened(this);
        flush();
    }

    /** An attempt to connect begins. */
    End connecting(EpollSocketChannel channel) {
        End end = new End(this, channel);
        serverEnd = end;
        return end;
    }

    /** The attempt failed for good. */
    void unreachable(Refusal why) {
        serverEnd = null;
        server.connectFailures.increment();
        loop.environment().refusals().count(why);
        handler.unreachable(this);
        endIfOver();
    }

    boolean over() {
        return over;
    }

    void heard(End from, int bytes) {
        lastHeard = loop.ticks();
        (from == client ? server.fromClients : server.fromServer).add(bytes);
    }

    long lastHeard() {
        return lastHeard;
    }

    /** Counts again what waits; the kernel may have taken some since. */
    void recount() {
        client.recount();
        if (serverEnd != null) {
            serverEnd.recount();
        }
        aside.forEach(End::recount);
    }

    /** A second has passed. */
    void second() {
        guarded(() -> handler.second(this));
    }

    /** Something of ours failed, which is no other session's fault. */
    void endByFault(Throwable cause) {
        LOG.error("Session of {} with {} ended by a fault", clientAddress, asked(), cause);
        loop.environment().refusals().count(Refusal.INTERNAL);
        reset();
    }

    /** An end is gone: in good order when both directions had ended. */
    void closed(End end) {
        aside.remove(end);
        if (!end.completed() && !resetting) {
            handler.lost(this, end);
        }
        endIfOver();
    }

    private void endIfOver() {
        if (!over && client.gone() && (serverEnd == null || serverEnd.gone()) && aside.isEmpty()) {
            over = true;
            loop.remove(this);
            server.closed();
            loop.environment().admission().leave(clientAddress.getAddress());
            handler.closed(this);
        }
    }

    /** Whether it began in the middle of a connection between its two ends. */
    boolean isTakenOver() {
        return takenOver;
    }

    ServedServer server() {
        return server;
    }

    /** From now on every byte is passed on as it comes, and none is kept back. */
    void retire() {
        guarded(() -> handler.retired(this));
    }

    /** Why it cannot be given back to its two ends; null if it can, as soon as it is settled. */
    @Nullable
    String whyItStays() {
        if (!takenOver) {
            return "it began here, with numbers of its own";
        }
        if (altered) {
            return "its client was answered here";
        }
        return isWhole() ? null : "an end has finished";
    }

    private boolean isWhole() {
        return !over && client.isWhole() && serverEnd != null && serverEnd.isWhole();
    }

    /** Whether its sockets take data. */
    void hearing(boolean on) {
        client.hearing(on);
        if (serverEnd != null) {
            serverEnd.hearing(on);
        }
    }

    /** Whether each end stands where the other believes it to stand. */
    boolean isSettled() {
        return serverEnd != null && isWhole() && client.isSettledWith(serverEnd) && serverEnd.isSettledWith(client);
    }

    /** Ends without a word; the connection goes on between its two ends. */
    void vanish() {
        resetting = true;
        client.vanish();
        if (serverEnd != null) {
            serverEnd.vanish();
        }
        endIfOver();
    }

    void place(int index) {
        place = index;
    }

    int place() {
        return place;
    }
}
