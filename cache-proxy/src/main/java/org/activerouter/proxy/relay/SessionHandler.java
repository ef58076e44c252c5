package org.activerouter.proxy.relay;

import io.netty.buffer.ByteBuf;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What a service does with its sessions. The defaults are the plain relay: each byte, each end of a direction and each reset is
 * passed on, and a side is not read for another that is behind. A service overrides what it does otherwise.
 *
 * <p>One handler serves all sessions of a service and is called on their event loops, for one session always on the same: what
 * belongs to a session is kept in {@link Session#attach}. It must not wait. What it throws ends the session and is logged.
 * Whatever it writes while it is called is flushed afterwards.
 */
public interface SessionHandler {
    /** The plain relay. */
    SessionHandler RELAY = new SessionHandler() {};

    /** A client was accepted. It is read once {@link End#reading} is asked for, or the server's end stands. */
    default void opened(Session session) {
        session.connect(session.asked());
    }

    /** The connection that {@link Session#connect} asked for stands. */
    default void connected(Session session, End server) {
        server.reading(true);
        session.client().reading(true);
    }

    /**
     * A session takes the place of a connection that was already there: both ends stand, and what either sends from now on comes here.
     *
     * @param conversation where the conversation stands; null if that is not known
     */
    default void takenOver(Session session, @Nullable Standing conversation) {
        session.client().reading(true);
        End server = session.serverEnd();
        if (server != null) {
            server.reading(true);
        }
    }

    /** The server is not stood in for any more: from now on every byte is passed on as it comes, and what was kept back is sent. */
    default void retired(Session session) {}

    /** The connection that {@link Session#connect} asked for could not be made; it is counted already. */
    default void unreachable(Session session) {
        session.reset();
    }

    /** Bytes came from one end. The handler takes them over: it writes them (whole or as slices) to an end or releases them. */
    default void received(Session session, End from, ByteBuf bytes) {
        End to = session.opposite(from);
        if (to == null) {
            bytes.release();
        } else {
            to.write(bytes);
        }
    }

    /** All that could be read from an end at once was given to {@link #received}; a good moment to send what was gathered. */
    default void readComplete(Session session, End from) {}

    /** An end has said that it will send no more; it may still listen. */
    default void finished(Session session, End from) {
        End to = session.opposite(from);
        if (to != null) {
            to.finish();
        }
    }

    /** An end was reset by its peer, or broke. */
    default void lost(Session session, End end) {
        session.reset();
    }

    /** More waits for this end than may, or it has caught up: whatever makes bytes for it has to be held, or may go on. */
    default void behind(Session session, End slow, boolean behind) {
        End source = session.opposite(slow);
        if (source != null) {
            source.holdFor(slow, behind);
        }
    }

    /** About a second has passed, for what must not last for ever. */
    default void second(Session session) {}

    /** The session is over; both connections are gone. Called once, whatever the cause. */
    default void closed(Session session) {}

    /** Adds what only the reader of a protocol can count, to be shown for a server. Any thread. */
    default ServedSnapshot describe(ServedSnapshot relayed) {
        return relayed;
    }

    /** Adds refusals of its own, to be shown for the service. Any thread. */
    default ServiceSnapshot describe(ServiceSnapshot relayed) {
        return relayed;
    }
}
