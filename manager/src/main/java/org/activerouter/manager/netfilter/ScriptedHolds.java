package org.activerouter.manager.netfilter;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.takeover.HeldPackets;
import org.jspecify.annotations.Nullable;

/**
 * Holds on the real kernel, by an {@code ipset} that stays and the kernel's packet queue. It is not the one that renews leases: that one's thread may be busy with a
 * script while sessions wait.
 */
final class ScriptedHolds implements Holds {
    /** As in the scripts, which make the set. */
    private static final Duration LONGEST = Duration.ofSeconds(2);
    /** Less than a hold lasts: what was asked for before that has come into force or never will. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final KernelSettings settings;
    private @Nullable SetChild child;
    private @Nullable HeldPackets packets;

    ScriptedHolds(KernelSettings settings) {
        this.settings = settings;
    }

    /** A server that is held is known as one with sessions of ours, or its packets would not come past the rules. */
    @Override
    public synchronized void hold(Endpoint server) throws KernelException, InterruptedException {
        haveQueue();
        run(List.of(
                "add " + settings.set("srv") + entry(server) + " -exist",
                "add " + settings.set("hold") + entry(server) + " timeout " + LONGEST.toSeconds() + " -exist"));
    }

    @Override
    public synchronized void lift(Endpoint server) throws KernelException, InterruptedException {
        try {
            run(List.of("del " + settings.set("hold") + entry(server) + " -exist"));
        } finally {
            // The hold ends by itself, but what waits goes only when it is told to.
            passOn();
        }
    }

    @Override
    public synchronized void passOn() throws KernelException {
        if (packets != null) {
            try {
                packets.letGo();
            } catch (IOException e) {
                throw new KernelException(
                        KernelException.Reason.REFUSED, "packets on hold were not let go: " + e.getMessage());
            }
        }
    }

    @Override
    public synchronized List<StandingConnection> catchUp(List<StandingConnection> connections) throws KernelException {
        try {
            return packets == null ? connections : packets.catchUp(connections);
        } catch (IOException e) {
            throw new KernelException(
                    KernelException.Reason.REFUSED, "what packets on hold say cannot be read: " + e.getMessage());
        }
    }

    /** Before anything is held: without a reader of the queue it would be lost. */
    private void haveQueue() throws KernelException {
        try {
            if (packets == null) {
                packets = HeldPackets.open(settings.table());
            }
            packets.begin();
        } catch (IOException e) {
            throw new KernelException(KernelException.Reason.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private static String entry(Endpoint server) {
        return " " + server.address().getHostAddress() + ",tcp:" + server.port();
    }

    private void run(List<String> commands) throws KernelException, InterruptedException {
        boolean done = false;
        try {
            if (child == null || !child.isAlive()) {
                endChild();
                child = SetChild.start(settings.launcher(), LIMIT);
            }
            child.run(commands);
            done = true;
        } finally {
            // What an abandoned child had still to read must not come into force later.
            if (!done) {
                endChild();
            }
        }
    }

    @Override
    public synchronized void close() {
        endChild();
        if (packets != null) {
            packets.close();
            packets = null;
        }
    }

    private void endChild() {
        if (child != null) {
            child.close();
            child = null;
        }
    }
}
