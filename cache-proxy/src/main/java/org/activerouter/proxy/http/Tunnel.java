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
    private @Nullable End server;
    private boolean answered;

    private Tunnel(HttpSession http, Attempts attempts, boolean answered) {
        this.http = http;
        this.attempts = attempts;
        this.answered = answered;
    }

    /** To a member that is still to be chosen. */
    static Tunnel toSomeone(HttpSession http) {
        Session session = http.session();
        InetAddress client = session.clientAddress().getAddress();
        return new Tunnel(http, new Attempts(http.shared(), session.asked(), client, client.hashCode()), false);
    }

    /** To the member that has agreed to it in its answer to a request, which remains outstanding there. */
    static Tunnel with(HttpSession http, Attempts attempts) {
        return new Tunnel(http, attempts, true);
    }

    /** Connects with the next member. */
    void begin() {
        Member next = attempts.next();
        if (next == null) {
            http.shared().faults().count(Fault.UNREACHABLE);
            http.session().reset();
        } else {
            http.session().connect(next.endpoint());
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
