package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.http.cache.Decision;
import org.activerouter.proxy.relay.Session;

/** What is said to a client from here, not by a member. Thread: the session's event loop. */
final class Outbox {
    /** So much is written before it is looked whether the client takes it. */
    private static final int MOST_UNSENT = 64 << 10;

    private final Session session;
    private int unsent;

    Outbox(Session session) {
        this.session = session;
    }

    /** Answers from the cache. */
    void reply(Decision.Serve serve, Asked asked) {
        ByteBuf bytes = Replies.cached(session.client().allocator(), serve, asked);
        unsent += bytes.readableBytes();
        session.client().write(bytes);
        if (unsent > MOST_UNSENT) {
            unsent = 0;
            session.flush();
        }
    }

    /** Says what is wrong, where there are words for it. */
    void refuse(Fault fault) {
        if (fault.status() > 0) {
            session.client().write(Replies.refusal(fault.status()));
        }
    }
}
