package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.activerouter.analyzer.opennap.MessageType;
import org.activerouter.proxy.opennap.cache.Asker;
import org.activerouter.proxy.opennap.cache.Hit;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.jspecify.annotations.Nullable;

/** Whole answers to searches that a client gets from here. One thread, that of the session. */
final class Replies {
    private static final byte[] NO_SERVER = "the server does not answer".getBytes(StandardCharsets.US_ASCII);

    private final NapSession session;
    private final Shared shared;

    Replies(NapSession session, Shared shared) {
        this.session = session;
        this.shared = shared;
    }

    /** What the server has said before. */
    void answer(Hit hit, Asker who) {
        hit.answer().writeTo(session.toClient().room(), who.fingerprint());
        end();
    }

    /** There are no more results. */
    void end() {
        ByteBuf out = session.toClient().room();
        out.writeShortLE(0);
        out.writeShortLE(MessageType.END_OF_RESULTS);
    }

    /** The server is gone: what it has said before, however old, or that it is gone. */
    void stale(@Nullable SearchKey key, @Nullable Asker who) {
        Hit hit = key == null || who == null
                ? null
                : shared.cache().findStale(key, who, session.wires().nanos());
        if (hit != null && who != null) {
            shared.counters().stale();
            answer(hit, who);
            return;
        }
        ByteBuf out = session.toClient().room();
        out.writeShortLE(NO_SERVER.length);
        out.writeShortLE(MessageType.ERROR);
        out.writeBytes(NO_SERVER);
        end();
    }
}
