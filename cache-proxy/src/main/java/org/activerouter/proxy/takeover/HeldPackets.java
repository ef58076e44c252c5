package org.activerouter.proxy.takeover;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.source.NetlinkSocket;

/**
 * The packets of servers on hold: the kernel keeps them in a queue (NFQUEUE) until they are let go, so that those who are moved
 * meanwhile wait for as long as that takes and lose nothing. A packet that is let go comes to the same rules once more: where
 * its connection has been taken over by then it goes to the socket that did, where the hold still stands it waits again, else
 * it goes on its way.
 *
 * <p>If this process ends, the kernel drops what waits, and the ends send it again, as after any loss; so it does when nobody has
 * the queue. One queue in a network namespace; any thread.
 */
public final class HeldPackets implements AutoCloseable {
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    /** The kernel tells of each packet, and drops those of which it cannot: some 1 kB for each of {@link QueueMessage#MOST_PACKETS}. */
    private static final int TOLD_BYTES = 8 << 20;

    private static final int READ_BYTES = 64 << 10;

    /** Packets can be forged: no more connections than this are told of in one hold. */
    private static final int MOST_CONNECTIONS = 65_536;

    private final Socket netlink;
    private final int queue;
    private final ByteBuffer out = ByteBuffer.allocateDirect(QueueMessage.MOST_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private final Map<FlowKey, HeldSegment> held = new HashMap<>();

    private HeldPackets(Socket netlink, int queue) {
        this.netlink = netlink;
        this.queue = queue;
    }

    /**
     * Takes the queue, in the calling thread's network namespace.
     *
     * @param queue its number, which the rules name
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     * @throws IOException when the kernel has no such queues, or another program has this one
     */
    public static HeldPackets open(int queue) throws IOException {
        // Loads what Netty's sockets need.
        Epoll.ensureAvailability();
        int descriptor = NetlinkSocket.openNetfilter();
        if (descriptor < 0) {
            throw new IOException("the kernel has no netlink interface to netfilter");
        }
        HeldPackets held = new HeldPackets(new Socket(descriptor), queue);
        try {
            held.netlink.setIntOpt(SOL_SOCKET, SO_RCVBUFFORCE, TOLD_BYTES);
            held.configure();
            return held;
        } catch (IOException e) {
            held.close();
            throw e;
        }
    }

    private void configure() throws IOException {
        out.clear();
        QueueMessage.take(out, queue);
        send();
        int bytes = read();
        int error = bytes <= 0 ? 0 : QueueMessage.error(in.limit(bytes));
        if (error != 0) {
            throw new IOException("the kernel's packet queue " + queue + " is not to be had (error " + error
                    + "): does another program have it?");
        }
    }

    /** Lets all packets go that wait now. */
    public synchronized void letGo() throws IOException {
        out.clear();
        QueueMessage.again(out, queue);
        send();
        hear();
    }

    /**
     * The same connections with what the held packets tell of them since {@link #begin}: the capture does not see what clients acknowledge
     * in them, because it sees clients' packets only as they leave for the server.
     */
    public synchronized List<StandingConnection> catchUp(List<StandingConnection> connections) throws IOException {
        hear();
        return connections.stream().map(this::caughtUp).toList();
    }

    private StandingConnection caughtUp(StandingConnection known) {
        FlowKey flow = known.facts().flow();
        HeldSegment ofClient = held.get(flow);
        HeldSegment ofServer = held.get(new FlowKey(/* client= */ flow.server(), /* server= */ flow.client()));
        return CatchUp.with(known, ofClient, ofServer);
    }

    /** A hold begins: what earlier ones told is forgotten. */
    public synchronized void begin() throws IOException {
        hear();
        held.clear();
    }

    /** Reads what the kernel has told of the packets, which makes room for the next. */
    private void hear() throws IOException {
        for (int bytes = read(); bytes > 0; bytes = read()) {
            ByteBuffer packet = QueueMessage.packet(in.limit(bytes));
            HeldSegment said = packet == null ? null : HeldSegment.read(packet);
            if (said != null && (held.size() < MOST_CONNECTIONS || held.containsKey(said.flow()))) {
                held.merge(said.flow(), said, HeldSegment::with);
            }
        }
    }

    private int read() throws IOException {
        in.clear();
        return netlink.read(in, 0, in.capacity());
    }

    private void send() throws IOException {
        netlink.write(out, 0, out.position());
    }

    @Override
    public synchronized void close() {
        try {
            netlink.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }
}
