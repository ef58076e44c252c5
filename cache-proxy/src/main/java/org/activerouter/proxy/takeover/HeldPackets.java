package org.activerouter.proxy.takeover;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.source.NetlinkSocket;

/**
 * The packets of connections on hold, which are known by their clients' ends: a set ({@code ipset}) says which, and the kernel keeps their
 * packets in a queue (NFQUEUE) until they are let go, so that those who are moved meanwhile wait for as long as that takes and lose
 * nothing. A packet that is let go comes to the same rules once more: where its connection has been taken over by then it goes to
 * the socket that did, where the hold still stands it waits again, else it goes on its way.
 *
 * <p>If this process ends, the kernel drops what waits, and the ends send it again, as after any loss; so it does when nobody has
 * the queue. Entries of the set go by themselves after {@link #LONGEST_SECONDS}. One queue in a network namespace; any thread.
 */
public final class HeldPackets implements AutoCloseable {
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    /** The kernel tells of each packet, and drops those of which it cannot: some 1 kB for each of {@link QueueMessage#MOST_PACKETS}. */
    private static final int TOLD_BYTES = 8 << 20;

    private static final int READ_BYTES = 64 << 10;

    /** A forgotten hold must not keep packets from passing for longer than the ends take to send again. */
    private static final int LONGEST_SECONDS = 2;

    /** Packets can be forged: no more connections than this are told of in one hold. */
    private static final int MOST_CONNECTIONS = 65_536;

    private final Socket netlink;
    private final KernelSet sets;
    private final Conntrack conntrack;
    private final int queue;
    private final Names names;
    private final ByteBuffer out = ByteBuffer.allocateDirect(QueueMessage.MOST_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private final Map<FlowKey, HeldSegment> held = new HashMap<>();

    /**
     * Sets that the rules name.
     *
     * @param served servers with sessions of ours: the packets of others do not come past the rules
     * @param held ends of clients whose packets wait
     */
    public record Names(String served, String held) {}

    private HeldPackets(Socket netlink, KernelSet sets, Conntrack conntrack, int queue, Names names) {
        this.netlink = netlink;
        this.sets = sets;
        this.conntrack = conntrack;
        this.queue = queue;
        this.names = names;
    }

    /**
     * Takes the queue, in the calling thread's network namespace.
     *
     * @param queue its number, which the rules name
     * @throws UnsatisfiedLinkError when Netty's native part does not run on this machine
     * @throws IOException when the kernel has no such queues, or another program has this one
     */
    public static HeldPackets open(int queue, Names names) throws IOException {
        // Loads what Netty's sockets need, too.
        KernelSet sets = KernelSet.open();
        int descriptor = NetlinkSocket.openNetfilter();
        if (descriptor < 0) {
            sets.close();
            throw new IOException("the kernel has no netlink interface to netfilter");
        }
        HeldPackets held = new HeldPackets(new Socket(descriptor), sets, Conntrack.open(), queue, names);
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

    /**
     * Has packets wait from now on, when this returns: those between a server and some of its clients, but for connections of ours. They
     * pass again by themselves after two seconds. What earlier holds told is forgotten.
     */
    public synchronized void hold(Endpoint server, Set<Endpoint> clients) throws IOException {
        hear();
        held.clear();
        sets.add(names.served(), Set.of(server), 0);
        sets.add(names.held(), clients, LONGEST_SECONDS);
    }

    /** Ends their hold, and lets all packets go that wait. */
    public synchronized void lift(Set<Endpoint> clients) throws IOException {
        try {
            sets.delete(names.held(), clients);
        } finally {
            // The hold ends by itself, but what waits goes only when it is told to.
            letGo();
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
     * The same connections with what the held packets tell of them since {@link #hold}: the capture does not see what clients acknowledge
     * in them, because it sees clients' packets only as they leave for the server.
     */
    public synchronized List<StandingConnection> catchUp(List<StandingConnection> connections) throws IOException {
        hear();
        Set<FlowKey> others = new HashSet<>(held.keySet());
        connections.forEach(each -> {
            others.remove(each.facts().flow());
            others.remove(turned(each.facts().flow()));
        });
        others.forEach(this::nameAsServerDoes);
        return connections.stream().map(this::caughtUp).toList();
    }

    /** Where this machine masquerades, a client's packets are held under its own name, and the capture knows the one that its server sees. */
    private void nameAsServerDoes(FlowKey flow) {
        Tracked tracked = conntrack.find(flow);
        HeldSegment said = held.get(flow);
        if (tracked != null && said != null && flow.equals(tracked.original())) {
            held.putIfAbsent(tracked.answered(), said);
        }
    }

    private StandingConnection caughtUp(StandingConnection known) {
        FlowKey flow = known.facts().flow();
        HeldSegment ofClient = held.get(flow);
        return CatchUp.with(known, ofClient, held.get(turned(flow)));
    }

    private static FlowKey turned(FlowKey flow) {
        return new FlowKey(/* client= */ flow.server(), /* server= */ flow.client());
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
        sets.close();
        conntrack.close();
        try {
            netlink.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that cannot be closed", e);
        }
    }
}
