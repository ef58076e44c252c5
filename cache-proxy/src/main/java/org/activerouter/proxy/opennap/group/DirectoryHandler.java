package org.activerouter.proxy.opennap.group;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.opennap.NapStanding;
import org.activerouter.analyzer.protocol.Standing;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.opennap.Probes;
import org.activerouter.proxy.opennap.SessionWires;
import org.activerouter.proxy.relay.End;
import org.activerouter.proxy.relay.Session;
import org.activerouter.proxy.relay.SessionHandler;
import org.jspecify.annotations.Nullable;

/** Makes the relay's sessions conversations with a group of directories. */
final class DirectoryHandler implements SessionHandler {
    /** A search of thirty bytes may be answered with 128 kB: this much more may wait for a client that does not read. */
    private static final int MOST_READ = 2_048;

    private final Directories directories;
    private final Probes probes = new Probes();
    private final Map<Endpoint, Traffic> traffic = new ConcurrentHashMap<>();
    private final Map<EventLoop, Lines> lines = new ConcurrentHashMap<>();

    DirectoryHandler(Directories directories) {
        this.directories = directories;
    }

    private static @Nullable GroupSession group(Session session) {
        return session.attachment() instanceof GroupSession group ? group : null;
    }

    @Override
    public void opened(Session session) {
        connect(session, attach(session));
    }

    private GroupSession attach(Session session) {
        session.client().readAtMost(MOST_READ);
        GroupSession group = new GroupSession(
                directories,
                lines.computeIfAbsent(session.eventLoop(), this::linesOf),
                traffic.computeIfAbsent(session.asked(), Traffic::new),
                new Home(directories, session.asked(), session.clientAddress().getAddress()),
                session.asked(),
                session.clientAddress().getAddress(),
                new SessionWires(session, probes));
        session.attach(group);
        return group;
    }

    private Lines linesOf(EventLoop loop) {
        Lines made = new Lines(new LoopDialer(loop, directories.askedFrom()::add), directories.cap());
        Future<?> unused =
                loop.scheduleAtFixedRate(() -> made.tick(directories.groups().members()), 1, 1, TimeUnit.SECONDS);
        return made;
    }

    private static void connect(Session session, GroupSession group) {
        Endpoint next = group.home().next();
        if (next == null) {
            session.reset();
        } else {
            session.connect(next);
        }
    }

    @Override
    public void unreachable(Session session) {
        GroupSession group = group(session);
        if (group == null) {
            SessionHandler.super.unreachable(session);
        } else {
            group.home().failed();
            connect(session, group);
        }
    }

    /** The session stays with its server; what cannot be read is passed on as it is. */
    @Override
    public void takenOver(Session session, @Nullable Standing conversation) {
        if (conversation instanceof NapStanding standing && !standing.isOpaque()) {
            GroupSession group = attach(session);
            group.home().stay();
            group.resume(standing);
        }
        SessionHandler.super.takenOver(session, conversation);
    }

    @Override
    public void retired(Session session) {
        GroupSession group = group(session);
        if (group != null) {
            group.retire();
        }
    }

    @Override
    public void received(Session session, End from, ByteBuf bytes) {
        GroupSession group = group(session);
        if (group == null) {
            SessionHandler.super.received(session, from, bytes);
        } else if (from == session.client()) {
            group.fromClient(bytes);
        } else {
            group.fromServer(bytes);
        }
    }

    @Override
    public void finished(Session session, End from) {
        GroupSession group = group(session);
        if (group != null && from == session.client()) {
            group.clientFinished();
        } else if (group != null) {
            group.serverFinished();
        }
        SessionHandler.super.finished(session, from);
    }

    @Override
    public void lost(Session session, End end) {
        GroupSession group = group(session);
        if (group != null && end != session.client()) {
            group.home().failed();
        }
        SessionHandler.super.lost(session, end);
    }

    /** Answers come from the server and, for what the client asks, from others: all stop for a client that does not read. */
    @Override
    public void behind(Session session, End slow, boolean behind) {
        SessionHandler.super.behind(session, slow, behind);
        GroupSession group = group(session);
        if (group != null && slow == session.client()) {
            slow.holdFor(slow, behind);
            group.clientBehind(behind);
        }
    }

    @Override
    public void closed(Session session) {
        GroupSession group = group(session);
        if (group != null) {
            group.closed();
        }
    }

    @Override
    public ServedSnapshot describe(ServedSnapshot relayed) {
        Traffic counts = traffic.get(relayed.server());
        return counts == null ? relayed.reading(0, 0) : relayed.reading(counts.queries(), counts.forwarded());
    }

    @Override
    public ServiceSnapshot describe(ServiceSnapshot relayed) {
        return relayed.refusing(directories.shortfalls().with(relayed.refused()));
    }
}
