package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.balance.Member;
import org.activerouter.proxy.relay.End;
import org.jspecify.annotations.Nullable;

/**
 * The connection with the member that has a request: one that has waited for the next, or a new one. Thread: the session's event loop.
 */
final class Line {
    private final HttpSession http;
    private @Nullable End end;
    private boolean reused;

    Line(HttpSession http) {
        this.http = http;
    }

    /** Takes a connection that waits; otherwise asks for a new one, which is told of by {@link Turn#connected}, and returns false. */
    boolean take(Member member) {
        End idle = http.upstreams().take(member);
        if (idle == null) {
            connect(member);
            return false;
        }
        http.session().turnTo(idle);
        end = idle;
        reused = true;
        return true;
    }

    /** Asks for a new connection. */
    void connect(Member member) {
        reused = false;
        http.session().turnTo(null);
        http.session().connect(member.endpoint());
    }

    /** The new one stands. */
    void connected(End made) {
        made.reading(true);
        end = made;
    }

    boolean stands() {
        return end != null;
    }

    boolean is(End other) {
        return end == other;
    }

    /** The member may have ended the connection before it saw what was sent. */
    boolean wasReused() {
        return reused;
    }

    /** More was sent than the member takes. */
    boolean behind() {
        return end != null && end.behind();
    }

    /** Reads nothing, or again, because the client is behind with what came from here. */
    void hold(End client, boolean hold) {
        if (end != null) {
            end.holdFor(client, hold);
        }
    }

    /** Sends bytes, which it takes over. */
    void write(ByteBuf bytes) {
        if (end == null) {
            bytes.release();
        } else {
            end.write(bytes);
        }
    }

    /** The connection, which is somebody else's from now on. */
    @Nullable
    End giveAway() {
        End given = end;
        end = null;
        return given;
    }

    /** The answer is whole: the connection waits for the next request, or ends. */
    void release(Member member, boolean reusable) {
        End kept = giveAway();
        if (kept == null) {
            return;
        }
        if (reusable) {
            http.upstreams().keep(member, kept);
        } else {
            http.session().client().holdFor(kept, false);
            http.upstreams().finish(member, kept);
        }
    }

    /** The connection is worth nothing any more. */
    void drop() {
        End dropped = giveAway();
        if (dropped != null) {
            http.session().client().holdFor(dropped, false);
            dropped.reset();
        }
    }
}
