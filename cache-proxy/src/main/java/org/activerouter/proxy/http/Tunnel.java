package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import org.activerouter.proxy.balance.Member;
import org.activerouter.proxy.relay.End;
import org.activerouter.proxy.relay.Session;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is not HTTP and goes to one member as a whole. Its first answer tells how fast the member is, and it counts as
 * outstanding as long as it lasts. Thread: the session's event loop.
 */
final class Tunnel {
    private final HttpSession http;
    private final Attempts attempts;
    private final boolean silent;
    private @Nullable End server;
    private boolean answered;

    private Tunnel(HttpSession http, Attempts attempts, boolean silent, boolean answered) {
        this.http = http;
        this.attempts = attempts;
        this.silent = silent;
        this.answered = answered;
    }

    /** For a client that speaks another protocol. */
    static Tunnel ofForeign(HttpSession http) {
        return new Tunnel(http, toSomeone(http), false, false);
    }

    /** For a client that says nothing, in case the server does. */
    static Tunnel ofSilent(HttpSession http) {
        return new Tunnel(http, toSomeone(http), true, false);
    }

    private static Attempts toSomeone(HttpSession http) {
        Session session = http.session();
        InetAddress client = session.clientAddress().getAddress();
        return new Attempts(http.shared(), session.asked(), client, client.hashCode());
    }

    /** To the member that has agreed to it in its answer to a request, which remains outstanding there. */
    static Tunnel with(HttpSession http, Attempts attempts) {
        return new Tunnel(http, attempts, false, true);
    }

    /** Connects with the next member. */
    void begin() {
        Member next = attempts.next();
        if (next == null) {
            http.shared().faults().count(Fault.UNREACHABLE);
            http.session().reset();
            return;
        }
        End idle = http.upstreams().take(next);
        if (idle == null) {
            http.session().connect(next.endpoint());
        } else {
            http.session().turnTo(idle);
            connected(idle);
        }
    }

    void unreachable() {
        attempts.failed();
        attempts.leave();
        begin();
    }

    void connected(End end) {
        server = end;
        attempts.sent();
        end.reading(true);
        http.open(this);
    }

    boolean stands() {
        return server != null;
    }

    boolean isWith(End end) {
        return server == end;
    }

    /** It stands, and neither side has said anything. */
    boolean isSilent() {
        return silent && server != null && !answered;
    }

    /** It is none any more: its connection waits among those of its session. */
    void leaveTo(Upstreams upstreams) {
        Member member = attempts.member();
        if (member != null && server != null) {
            upstreams.keep(member, server);
        }
        attempts.leave();
        server = null;
    }

    /** Takes bytes over. */
    void toMember(ByteBuf bytes) {
        if (server == null) {
            bytes.release();
        } else {
            server.write(bytes);
        }
    }

    void finish() {
        if (server != null) {
            server.finish();
        }
    }

    /** Bytes of the member came. */
    void answered() {
        if (!answered) {
            answered = true;
            attempts.answered(true);
        }
    }

    /** The member is gone; before it has said anything that is a failure. */
    void lost() {
        if (!answered) {
            attempts.failed();
        }
    }

    /** The session is over. */
    void closed() {
        attempts.leave();
    }
}
