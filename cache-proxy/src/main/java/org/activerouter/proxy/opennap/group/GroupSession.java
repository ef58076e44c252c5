package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import org.activerouter.analyzer.opennap.LogIn;
import org.activerouter.analyzer.opennap.NapStanding;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.opennap.Outbox;
import org.activerouter.proxy.opennap.Wires;
import org.activerouter.proxy.opennap.cache.Asker;

/**
 * One client's conversation with the member that its session is with. Messages pass as they are; searches may be answered by others.
 * One thread.
 */
final class GroupSession {
    private enum Phase {
        /** The client has not said anything yet. */
        STRANGE,
        /** Both ends are understood. */
        UNDERSTOOD,
        /** These are not OpenNap's bytes, or the server is not stood in for any more: everything passes. */
        PLAIN,
        OVER
    }

    private final Endpoint asked;
    private final InetAddress address;
    private final Wires wires;
    private final Outbox toClient;
    private final Outbox toServer;
    private final ClientSide client;
    private final MemberSide server;
    private final SearchQueue searches;
    private final Home home;
    private Phase phase = Phase.STRANGE;
    private boolean retired;
    private boolean goingOn;

    /**
     * A conversation that begins.
     *
     * @param asked the server that the client asked for
     * @param address the client's
     */
    GroupSession(
            Directories directories,
            Lines lines,
            Traffic traffic,
            Home home,
            Endpoint asked,
            InetAddress address,
            Wires wires) {
        this.asked = asked;
        this.address = address;
        this.wires = wires;
        this.home = home;
        this.toClient = new Outbox(wires.allocator(), wires::toClient, wires::altered);
        this.toServer = new Outbox(wires.allocator(), wires::toServer, wires::altered);
        this.searches = new SearchQueue(this, directories, traffic, lines, home);
        this.client = new ClientSide(this, searches);
        this.server = new MemberSide(this, searches);
    }

    /** Goes on where a conversation stands that was not here so far. */
    void resume(NapStanding standing) {
        LogIn logIn = standing.logIn();
        phase = Phase.UNDERSTOOD;
        if (logIn != null) {
            searches.loggingIn(Asker.of(logIn));
        }
        if (standing.loggedIn()) {
            searches.loggedIn();
            searches.resume(standing.exact() ? standing.outstanding() : SearchQueue.UNKNOWN);
        }
        client.splitter().resume(standing.fromClient());
        server.splitter().resume(standing.fromServer());
    }

    /** Bytes of the client; takes the buffer over. */
    void fromClient(ByteBuf bytes) {
        try {
            if (phase != Phase.OVER) {
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
                server.splitter().bytes(bytes);
                goOn();
            }
        } finally {
            bytes.release();
        }
    }

    /** Something came of a search; others may come at the same time. */
    void goOnSoon() {
        if (!goingOn) {
            goingOn = true;
            wires.later(() -> {
                goingOn = false;
                goOn();
            });
        }
    }

    /** Deals with what has waited, and sends. */
    void goOn() {
        if (phase != Phase.OVER) {
            searches.goOn();
            passIfRetired();
            toServer.flush();
            toClient.flush();
        }
    }

    /** The server is not stood in for any more: as soon as no answer is given here, everything passes. */
    void retire() {
        retired = true;
        goOn();
    }

    private void passIfRetired() {
        if (retired && !isPlain() && !searches.isAnswering() && !isInMessageOfClient()) {
            searches.passAll();
            becomePlain();
        }
    }

    /** From here on everything passes. */
    void becomePlain() {
        phase = Phase.PLAIN;
        client.splitter().stop();
        client.splitter().giveBack();
        server.splitter().stop();
        server.splitter().giveBack();
    }

    /** The client's first message begins as one of this protocol does. */
    void understood() {
        phase = Phase.UNDERSTOOD;
    }

    boolean isStrange() {
        return phase == Phase.STRANGE;
    }

    boolean isPlain() {
        return phase == Phase.PLAIN;
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    /** Whether nothing else may be sent to the client now. */
    boolean isInMessageOfServer() {
        return server.splitter().hasBegunToPass();
    }

    /** Whether nothing else may be sent to the server now. */
    boolean isInMessageOfClient() {
        return client.splitter().hasBegunToPass();
    }

    Home home() {
        return home;
    }

    /** The server that the client asked for. */
    Endpoint asked() {
        return asked;
    }

    /** The client's. */
    InetAddress address() {
        return address;
    }

    Wires wires() {
        return wires;
    }

    Outbox toClient() {
        return toClient;
    }

    Outbox toServer() {
        return toServer;
    }

    /** The client is behind with what was sent to it, or has caught up. */
    void clientBehind(boolean behind) {
        searches.pause(behind);
        if (!behind) {
            goOnSoon();
        }
    }

    /** The client has said that it will send no more. */
    void clientFinished() {
        client.splitter().giveBack();
        toServer.flush();
    }

    /** The server has said so, or is gone. */
    void serverFinished() {
        server.splitter().giveBack();
        toClient.flush();
    }

    /** Both connections are gone. */
    void closed() {
        phase = Phase.OVER;
        searches.over();
        home.closed();
    }
}
