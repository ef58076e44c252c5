package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import org.activerouter.analyzer.opennap.LogIn;
import org.activerouter.analyzer.opennap.NapStanding;
import org.activerouter.proxy.opennap.cache.Limit;
import org.activerouter.proxy.opennap.cache.ServerShelf;
import org.activerouter.proxy.opennap.directory.Registrations;

/**
 * One client's conversation with its server, seen from between the two. Messages pass as they are; the two halves say which do not.
 * One thread.
 */
final class NapSession {
    /** How long after the server went it is asked for again. */
    private static final long PROBE_NANOS = 1_000_000_000L;

    private enum Phase {
        /** The client has not said anything yet. */
        STRANGE,
        /** Both ends are understood. */
        COUNTING,
        /** It is not certain what the server is answering: all searches pass, none is answered here. */
        UNCOUNTED,
        /** As before, but it will be certain once nothing of a search has been said for a while. */
        UNPROVEN,
        /** These are not OpenNap's bytes, or the server is not stood in for any more; everything passes. */
        PLAIN,
        /** The server is gone, and the client is answered with what is known from before. */
        STALE,
        OVER
    }

    private final Shared shared;
    private final Wires wires;
    private final ClientHalf client;
    private final ServerHalf server;
    private final ServerSearches searches;
    private final Outbox toClient;
    private final Outbox toServer;
    private Phase phase = Phase.STRANGE;
    private long readNanos;
    private int hits;
    private boolean serverSpoke;
    private boolean clientFinished;
    private boolean retired;
    private long searchNanos;

    NapSession(Shared shared, ServerShelf shelf, SearchTraffic traffic, InetAddress address, Wires wires) {
        this.shared = shared;
        this.wires = wires;
        this.toClient = new Outbox(wires.allocator(), wires::toClient, wires::altered);
        this.toServer = new Outbox(wires.allocator(), wires::toServer, wires::altered);
        this.searches = new ServerSearches(this, shared, wires);
        this.client = new ClientHalf(this, shared, shelf, traffic, address, searches);
        this.server = new ServerHalf(this, client, searches);
        wires.after(shared.settings().sessions().logInTime().toNanos(), this::logInTimeOver);
    }

    /** Goes on where a conversation stands that was not here so far. Instead of everything else at the beginning. */
    void resume(NapStanding standing) {
        LogIn logIn = standing.logIn();
        serverSpoke = true;
        if (standing.loggedIn() && logIn == null) {
            phase = Phase.UNCOUNTED;
        } else if (standing.loggedIn() && !standing.exact()) {
            phase = Phase.UNPROVEN;
            searchTraffic();
            wires.after(shared.settings().sessions().searchTime().toNanos(), this::prove);
        } else {
            phase = Phase.COUNTING;
        }
        if (logIn != null) {
            client.resume(logIn, standing.outstanding());
        }
        client.splitter().resume(standing.fromClient());
        server.splitter().resume(standing.fromServer());
    }

    /** What the client of a conversation that goes on here has registered before. */
    void adopt(Registrations seen) {
        client.adopt(seen);
    }

    /** Something of a search was said. */
    void searchTraffic() {
        if (phase == Phase.UNPROVEN) {
            searchNanos = wires.nanos();
        }
    }

    /** A server that has been silent for as long as it may take for a search owes no answer. */
    private void prove() {
        long left = shared.settings().sessions().searchTime().toNanos() - (wires.nanos() - searchNanos);
        if (phase == Phase.UNPROVEN && left > 0) {
            wires.after(left, this::prove);
        } else if (phase == Phase.UNPROVEN) {
            phase = Phase.COUNTING;
        }
    }

    /** The server is not stood in for any more. As soon as none of its answers is for us alone, everything passes. */
    void retire() {
        retired = true;
        client.uncertain();
        passWhenRetired();
        flush();
    }

    private void passWhenRetired() {
        boolean answersUs = searches.isBusy() && !searches.isVisible();
        if (retired && !answersUs && (isUnderstood() || phase == Phase.STRANGE)) {
            client.doubt();
            pass();
        }
    }

    private void pass() {
        phase = Phase.PLAIN;
        client.splitter().stop();
        client.splitter().giveBack();
        server.splitter().stop();
        server.splitter().giveBack();
    }

    private void logInTimeOver() {
        if (phase == Phase.STRANGE && !serverSpoke) {
            refuse(Limit.LOG_IN_TIME);
        }
    }

    /** Bytes of the client; takes the buffer over. */
    void fromClient(ByteBuf bytes) {
        try {
            if (phase != Phase.OVER) {
                readNanos = wires.nanos();
                client.splitter().bytes(bytes);
                goOn();
            }
        } finally {
            bytes.release();
        }
    }

    /** Bytes of the server; takes the buffer over. */
    void fromServer(ByteBuf bytes) {
        try {
            if (phase != Phase.OVER) {
                serverSpoke = true;
                server.splitter().bytes(bytes);
                goOn();
            }
        } finally {
            bytes.release();
        }
    }

    /** Deals with what has waited, and sends. */
    void goOn() {
        if (phase != Phase.OVER) {
            client.goOn();
        }
        flush();
    }

    private void flush() {
        toServer.flush();
        toClient.flush();
        if (hits > 0) {
            shared.counters().hitTook(wires.nanos() - readNanos, hits);
            hits = 0;
        }
    }

    /** A search was answered from the cache. */
    void hit() {
        hits++;
    }

    /** What goes to the client. */
    Outbox toClient() {
        return toClient;
    }

    /** What goes to the server. */
    Outbox toServer() {
        return toServer;
    }

    Wires wires() {
        return wires;
    }

    /** The client's first message begins as one of this protocol does. */
    void understood() {
        phase = Phase.COUNTING;
    }

    boolean isStrange() {
        return phase == Phase.STRANGE;
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    boolean isStale() {
        return phase == Phase.STALE;
    }

    /** Whether searches may be answered here. */
    boolean isCounting() {
        return phase == Phase.COUNTING;
    }

    /** Whether the client has got a part of a message, into which nothing of ours may be put. */
    boolean isInMessageOfServer() {
        return server.splitter().hasBegunToPass();
    }

    /** These are not this protocol's bytes, or not any more: from here on everything passes, what has waited first. */
    void becomePlain() {
        shared.counters().met(Limit.NOT_OPENNAP);
        client.doubt();
        pass();
    }

    /** It is not known any more what the server is answering: from here on all searches pass. */
    void doubt(Limit why) {
        if (phase == Phase.COUNTING) {
            phase = Phase.UNCOUNTED;
            shared.counters().met(why);
            client.doubt();
            toServer.flush();
        }
    }

    /** A limit was met for which the session is ended. */
    void refuse(Limit why) {
        if (phase != Phase.OVER) {
            shared.counters().met(why);
            over();
            wires.reset();
        }
    }

    /** The answer to a search is complete. */
    void answered(boolean visible) {
        if (visible) {
            client.answered();
        }
        passWhenRetired();
    }

    /** The client has said that it will send no more; what it has sent goes to the server before that is said there. */
    void clientFinished() {
        clientFinished = true;
        client.finished();
        client.splitter().giveBack();
        toServer.flush();
    }

    /**
     * The server has ended the connection.
     *
     * @return whether the session takes care of it; else the client is to learn it
     */
    boolean serverFinished() {
        boolean mayBeDead = client.isLoggedIn() && !server.saidWhy() && !clientFinished && isUnderstood();
        if (!mayBeDead) {
            server.splitter().giveBack();
            toClient.flush();
            return false;
        }
        wires.probe(alive -> probed(alive, wires.nanos()));
        return true;
    }

    private boolean isUnderstood() {
        return phase == Phase.COUNTING || phase == Phase.UNCOUNTED || phase == Phase.UNPROVEN;
    }

    private void probed(boolean alive, long goneNanos) {
        if (phase == Phase.OVER) {
            return;
        }
        if (alive || isInMessageOfServer()) {
            end();
            return;
        }
        if (phase != Phase.STALE) {
            phase = Phase.STALE;
            client.serverGone();
            wires.after(shared.settings().lifetimes().staleLimit().toNanos(), this::end);
            goOn();
        }
        wires.after(PROBE_NANOS, () -> wires.probe(answer -> probed(answer, goneNanos)));
    }

    /** In good order: the client sees an end, and comes again. */
    private void end() {
        if (phase != Phase.OVER) {
            flush();
            over();
            wires.end();
        }
    }

    private void over() {
        boolean serverIsGone = phase == Phase.STALE;
        phase = Phase.OVER;
        client.over(serverIsGone);
        toServer.flush();
        toClient.flush();
    }

    /** Both connections are gone. */
    void closed() {
        if (phase != Phase.OVER) {
            over();
        }
    }
}
