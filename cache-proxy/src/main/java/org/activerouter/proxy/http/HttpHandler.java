package org.activerouter.proxy.http;

import io.netty.buffer.ByteBuf;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.relay.End;
import org.activerouter.proxy.relay.Session;
import org.activerouter.proxy.relay.SessionHandler;
import org.jspecify.annotations.Nullable;

/** Makes the relay's sessions sessions of HTTP; while one is a tunnel it is what the relay makes of it. */
final class HttpHandler implements SessionHandler {
    private final Shared shared;

    HttpHandler(Shared shared) {
        this.shared = shared;
    }

    /** Null for a session that did not begin here: it is a relay. */
    private static @Nullable HttpSession http(Session session) {
        return session.attachment() instanceof HttpSession http ? http : null;
    }

    @Override
    public void opened(Session session) {
        session.attach(new HttpSession(session, shared));
        session.client().reading(true);
    }

    @Override
    public void connected(Session session, End server) {
        HttpSession http = http(session);
        if (http == null) {
            SessionHandler.super.connected(session, server);
        } else {
            http.connected(server);
        }
    }

    @Override
    public void unreachable(Session session) {
        HttpSession http = http(session);
        if (http == null) {
            SessionHandler.super.unreachable(session);
        } else {
            http.unreachable();
            session.flush();
        }
    }

    @Override
    public void received(Session session, End from, ByteBuf bytes) {
        HttpSession http = http(session);
        if (http == null) {
            SessionHandler.super.received(session, from, bytes);
        } else if (from == session.client()) {
            http.fromClient(bytes);
        } else {
            http.fromServer(from, bytes);
        }
    }

    @Override
    public void finished(Session session, End from) {
        HttpSession http = http(session);
        boolean passOn = http == null || (from == session.client() ? http.clientFinished() : http.serverFinished(from));
        if (passOn) {
            SessionHandler.super.finished(session, from);
        }
    }

    @Override
    public void lost(Session session, End end) {
        HttpSession http = http(session);
        if (http == null || end == session.client() || http.serverLost(end)) {
            SessionHandler.super.lost(session, end);
        }
    }

    @Override
    public void behind(Session session, End slow, boolean behind) {
        HttpSession http = slow == session.client() ? http(session) : null;
        if (http == null || !http.clientIsBehind(behind)) {
            SessionHandler.super.behind(session, slow, behind);
        }
        if (http != null && !behind) {
            http.clientCaughtUp();
        }
    }

    @Override
    public void second(Session session) {
        HttpSession http = http(session);
        if (http != null) {
            http.second();
        }
    }

    @Override
    public void closed(Session session) {
        HttpSession http = http(session);
        if (http != null) {
            http.closed();
        }
    }

    @Override
    public ServedSnapshot describe(ServedSnapshot relayed) {
        Traffic traffic = shared.traffic(relayed.server());
        return relayed.reading(traffic.queries.sum(), traffic.forwarded.sum());
    }

    @Override
    public ServiceSnapshot describe(ServiceSnapshot relayed) {
        return relayed.refusing(shared.faults().with(relayed.refused()));
    }
}
