package org.activerouter.manager.netfilter;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.KernelException.Reason;
import org.activerouter.proxy.takeover.HeldPackets;
import org.jspecify.annotations.Nullable;

/** Holds on the real kernel, in the calling thread's network namespace. The queue is taken when the first is wanted. */
final class KernelHolds implements Holds {
    private final KernelSettings settings;
    private @Nullable HeldPackets packets;

    KernelHolds(KernelSettings settings) {
        this.settings = settings;
    }

    @Override
    public synchronized void hold(Endpoint server, Set<Endpoint> clients) throws KernelException {
        try {
            HeldPackets queue = packets == null
                    ? HeldPackets.open(
                            settings.table(), new HeldPackets.Names(settings.set("srv"), settings.set("hold")))
                    : packets;
            packets = queue;
            queue.hold(server, clients);
        } catch (IOException e) {
            throw new KernelException(Reason.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public synchronized void lift(Set<Endpoint> clients) throws KernelException {
        try {
            if (packets != null) {
                packets.lift(clients);
            }
        } catch (IOException e) {
            throw new KernelException(Reason.REFUSED, "packets on hold were not let go: " + e.getMessage());
        }
    }

    @Override
    public synchronized List<StandingConnection> catchUp(List<StandingConnection> connections) throws KernelException {
        try {
            return packets == null ? connections : packets.catchUp(connections);
        } catch (IOException e) {
            throw new KernelException(Reason.REFUSED, "what packets on hold say cannot be read: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (packets != null) {
            packets.close();
            packets = null;
        }
    }
}
