package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.http.cache.Decision;
import org.activerouter.proxy.relay.End;
import org.activerouter.proxy.relay.Session;
import org.jspecify.annotations.Nullable;

/**
 * A client's session: its requests one after the other, each a {@link Turn}. A request that is sent before the answer to the last
 * one has ended waits here, so that answers cannot be mistaken for each other. Thread: the session's event loop.
 */
final class HttpSession {
    private final Session session;
    private final Shared shared;
    private final Traffic traffic;
    private final Upstreams upstreams = new Upstreams();
    private Phase phase = Phase.STRANGE;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Reception reception;
    private @Nullable Turn turn;
    private @Nullable Tunnel tunnel;
    private boolean clientFinished;
    private int quietFor;

    HttpSession(Session session, Shared shared) {
        this.session = session;
        this.shared = shared;
        this.traffic = shared.traffic(session.asked());
        this.inbox = new Inbox(session.client(), shared.limits().headBytes());
        this.outbox = new Outbox(session);
        this.reception = new Reception(this);
    }

    Session session() {
        return session;
    }

    Shared shared() {
        return shared;
    }

    Traffic traffic() {
        return traffic;
    }

    Upstreams upstreams() {
        return upstreams;
    }

    /** Something went on; the time that it may take begins anew. */
    void stir() {
        quietFor = 0;
    }

    /** Bytes of the client; takes them over. */
    void fromClient(ByteBuf bytes) {
        if (tunnel != null && tunnel.isSilent()) {
            inbox.add(bytes);
            beginAfterAll(tunnel);
        } else if (tunnel != null && tunnel.stands()) {
            tunnel.toMember(bytes);
        } else if (phase == Phase.LEAVING) {
            bytes.release();
        } else {
            if (inbox.isEmpty() && turn == null) {
                stir();
            }
            inbox.add(bytes);
            goOn();
        }
    }

    /** Deals with what the client has sent, as far as that can be done now. */
    void goOn() {
        ByteBuf held = inbox.held();
        boolean more = true;
        while (more && held != null) {
            more = isBusy() ? bodyOf(turn, held) : !session.client().behind() && begin(held);
            held = inbox.held();
        }
        inbox.throttle();
        if (clientFinished && phase != Phase.TUNNEL && isStarved()) {
            leave();
        }
    }

    /** What was begun cannot go on, since the client says no more. */
    private boolean isStarved() {
        if (turn != null && isBusy()) {
            return turn.needsMore();
        }
        return !session.client().behind() && (turn == null || inbox.isEmpty());
    }

    /** A request whose answer the client awaits is under way. */
    private boolean isBusy() {
        return turn != null && !turn.isBehind();
    }

    private static boolean bodyOf(@Nullable Turn turn, ByteBuf bytes) {
        return turn != null && turn.body(bytes);
    }

    /** Gives the first bytes of what the client has sent, for whoever takes them. */
    ByteBuf take(ByteBuf from, int bytes) {
        return inbox.take(from, bytes);
    }

    /** Begins with a request, if its head is whole. */
    private boolean begin(ByteBuf bytes) {
        if (phase == Phase.TUNNEL || phase == Phase.LEAVING) {
            return false;
        }
        if (phase == Phase.STRANGE && FirstLine.isForeign(bytes)) {
            tunnelTo(Tunnel.ofForeign(this));
            return false;
        }
        return reception.begin(bytes);
    }

    /** Begins an exchange; takes the request's head over. */
    void begin(Exchange begun, ByteBuf head) {
        phase = Phase.BUSY;
        stir();
        if (!begun.isBehind()) {
            traffic.queries.increment();
        }
        turn = begun;
        begun.begin(head);
    }

    /** What was begun goes on in another way. */
    void continueAs(Turn other) {
        turn = other;
    }

    /** Whether an exchange is under way. */
    boolean hasExchange() {
        return turn != null;
    }

    /** A request was answered here at once. */
    void answered(Decision.Serve serve, Asked asked) {
        traffic.queries.increment();
        outbox.reply(serve, asked);
        if (!asked.persists()) {
            leave();
        } else {
            phase = turn == null ? Phase.READY : phase;
            stir();
        }
    }

    /** The exchange has ended, and this is its answer. */
    void answered(Decision.Serve serve, Exchange by) {
        outbox.reply(serve, by.asked());
        ended(by, by.asked().persists());
    }

    /** The exchange has ended, its answer was passed on as far as it came. */
    @SuppressWarnings("ReferenceEquality") // which turn it is is the question
    void ended(Turn by, boolean persists) {
        if (turn == by) {
            turn = null;
        }
        if (phase == Phase.LEAVING) {
            upstreams.finishAll();
        } else if (persists || by.isBehind()) {
            phase = Phase.READY;
            stir();
        } else {
            leave();
        }
    }

    /** Says to the client what is wrong, and ends. */
    void refuse(Fault fault) {
        shared.faults().count(fault);
        outbox.refuse(fault);
        leave();
    }

    /**
     * Sends nothing more; what the client sends is read and dropped until it ends too, so that it sees what was sent. What is asked
     * behind an answer is for others, and goes on.
     */
    private void leave() {
        if (phase == Phase.LEAVING) {
            return;
        }
        phase = Phase.LEAVING;
        stir();
        if (isBusy()) {
            abandon();
        }
        inbox.clear();
        session.client().finish();
        upstreams.finishAll();
        inbox.throttle();
    }

    private void abandon() {
        if (turn != null) {
            turn.abandon();
            turn = null;
        }
    }

    /** The exchange has ended as a tunnel to its member: from now on bytes pass unread. */
    void becomeTunnel(Attempts attempts, End server) {
        turn = null;
        phase = Phase.TUNNEL;
        tunnel = Tunnel.with(this, attempts);
        tunnel.connected(server);
    }

    private void tunnelTo(Tunnel someone) {
        phase = Phase.TUNNEL;
        tunnel = someone;
        someone.begin();
    }

    /** The server had its chance to speak first: whatever this client is, it is like any other, and the connection waits for it. */
    private void beginAfterAll(Tunnel silent) {
        silent.leaveTo(upstreams);
        tunnel = null;
        phase = Phase.STRANGE;
        stir();
        goOn();
    }

    /** The tunnel stands; what the client has sent meanwhile goes first. */
    void open(Tunnel through) {
        if (through.isSilent() && !inbox.isEmpty()) {
            beginAfterAll(through);
            return;
        }
        upstreams.finishAll();
        ByteBuf held = inbox.takeAll();
        if (held != null) {
            through.toMember(held);
        }
        if (clientFinished) {
            through.finish();
        }
        inbox.throttle();
    }

    /** The connection asked for stands. */
    void connected(End server) {
        if (tunnel != null) {
            tunnel.connected(server);
        } else if (turn != null) {
            turn.connected(server);
        } else {
            server.reset();
        }
    }

    /** The connection asked for could not be made. */
    void unreachable() {
        if (tunnel != null) {
            tunnel.unreachable();
        } else if (turn != null) {
            turn.unreachable();
        }
    }

    /** Bytes of a member; takes them over. */
    void fromServer(End from, ByteBuf bytes) {
        if (tunnel != null && tunnel.isWith(from)) {
            tunnel.answered();
            session.client().write(bytes);
        } else if (turn != null && turn.isWith(from)) {
            turn.answer(from, bytes);
            goOn();
        } else {
            unsolicited(from, bytes);
        }
    }

    /** Nobody asked: the connection is worth nothing any more, because the next answer would be taken for another. */
    private void unsolicited(End from, ByteBuf bytes) {
        bytes.release();
        if (upstreams.has(from)) {
            shared.faults().count(Fault.BAD_ANSWER);
            upstreams.drop(from);
        }
    }

    /** The client sends no more; true when the relay is to pass that on. */
    boolean clientFinished() {
        clientFinished = true;
        if (phase == Phase.TUNNEL) {
            return tunnel != null && tunnel.stands();
        }
        goOn();
        return false;
    }

    /** A member sends no more; true when the relay is to pass that on. */
    boolean serverFinished(End from) {
        if (turn != null && turn.isWith(from)) {
            turn.serverFinished(from);
            goOn();
            return false;
        }
        if (tunnel != null && tunnel.isWith(from)) {
            return true;
        }
        upstreams.ended(from);
        return false;
    }

    /** A connection with a member is gone without its end; true when the session is to go with it. */
    boolean serverLost(End end) {
        if (upstreams.forget(end)) {
            return false;
        }
        if (turn != null && turn.isWith(end)) {
            turn.serverLost(end);
            goOn();
            session.flush();
            return false;
        }
        if (tunnel == null || !tunnel.isWith(end)) {
            return false;
        }
        tunnel.lost();
        return true;
    }

    /** The client has fallen behind, or has caught up; true when whoever sends to it was told. */
    boolean clientIsBehind(boolean behind) {
        return turn != null && turn.clientIsBehind(behind);
    }

    void clientCaughtUp() {
        if (phase != Phase.TUNNEL) {
            upstreams.readFor(session.client());
            goOn();
        }
    }

    /** A second has passed. */
    void second() {
        quietFor++;
        upstreams.second();
        if (phase == Phase.BUSY && turn != null) {
            turn.quietFor(quietFor);
            goOn();
        } else if (session.client().open() && session.client().behind()) {
            // It still takes what it was sent, and is neither slow to ask nor idle.
            stir();
        } else {
            bear(Patience.of(phase, quietFor, !inbox.isEmpty(), shared.limits()));
        }
    }

    private void bear(Patience patience) {
        switch (patience) {
            case LASTS -> {}
            case SERVER_FIRST -> tunnelTo(Tunnel.ofSilent(this));
            case HEAD_OVER -> refuse(Fault.HEAD_TIME);
            case KEEP_ALIVE_OVER -> refuse(Fault.KEEP_ALIVE_TIME);
            case END_OVER -> session.reset();
        }
    }

    /** The session is over. */
    void closed() {
        abandon();
        inbox.clear();
        if (tunnel != null) {
            tunnel.closed();
        }
    }
}
