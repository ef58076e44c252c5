package org.activerouter.proxy.takeover;

import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.tcp.TakeoverFacts;
import org.jspecify.annotations.Nullable;

/**
 * Two sockets that are about to take the place of a connection. Until {@link #goLive} nothing is sent and nobody notices: given up,
 * or lost with this process, the connection goes on as it was. {@link #prepare}, {@link #stand} and {@link #goLive} in this order; only from
 * the second on must the connection be held. One thread at a time.
 */
public final class Replacement {
    private final @Nullable Tracked tracked;
    private final RepairSocket clientSocket;
    private final RepairSocket serverSocket;
    private Plan.Possible plan;

    private Replacement(
            Plan.Possible plan, @Nullable Tracked tracked, RepairSocket clientSocket, RepairSocket serverSocket) {
        this.plan = plan;
        this.tracked = tracked;
        this.clientSocket = clientSocket;
        this.serverSocket = serverSocket;
    }

    /**
     * Makes both sockets, in the calling thread's network namespace: all that can be done without knowing where the connection stands.
     *
     * @param facts as they were a moment ago
     * @throws IOException when it cannot be; the message says why, and nothing is left
     */
    public static Replacement prepare(TakeoverFacts facts, Conntrack conntrack) throws IOException {
        Tracked tracked = conntrack.find(facts.flow());
        Plan.Possible plan = possible(facts, tracked);
        RepairSocket client = RepairSocket.at(plan.towardsClient().local());
        try {
            RepairSocket server = RepairSocket.at(plan.towardsServer().local());
            return new Replacement(plan, tracked, client, server);
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private static Plan.Possible possible(TakeoverFacts facts, @Nullable Tracked tracked) throws IOException {
        return switch (Planner.plan(facts, tracked)) {
            case Plan.Possible possible -> possible;
            case Plan.Impossible impossible -> throw new IOException(impossible.why());
        };
    }

    /**
     * Tells both sockets where the connection stands. It must be held: a packet that passes between its ends from now on makes the two
     * contradict each other.
     *
     * @param facts as they are while it is held
     * @throws IOException when it cannot be; the message says why, and it is to be given up
     */
    public void stand(TakeoverFacts facts) throws IOException {
        plan = possible(facts, tracked);
        clientSocket.stand(plan.towardsClient());
        serverSocket.stand(plan.towardsServer());
    }

    /** The client, as itself sees it. */
    public InetAddress client() {
        return plan.towardsClient().remote().getAddress();
    }

    /** The client's end by each of its names: its own, and what this machine makes of it where it masquerades. */
    public Set<Endpoint> names() {
        InetSocketAddress own = plan.towardsClient().remote();
        Set<Endpoint> names = new HashSet<>();
        names.add(new Endpoint(own.getAddress(), own.getPort()));
        if (tracked != null) {
            names.add(tracked.answered().client());
        }
        return names;
    }

    /** The number of the socket that was made last. */
    public int descriptor() {
        return serverSocket.intValue();
    }

    /** What the server has said before, which the client may not know yet: to be taken for the first that comes from the server. */
    public ByteBuffer unsaid() {
        return plan.unsaid();
    }

    /** How many bytes the socket towards the server has as sent already. */
    public int repeated() {
        return plan.towardsServer().repeated().remaining();
    }

    /** The socket towards the client as a channel, which owns it from now on. Once. */
    public EpollSocketChannel clientChannel() {
        return new EpollSocketChannel(clientSocket.intValue());
    }

    /** The socket towards the server as a channel, which owns it from now on. Once. */
    public EpollSocketChannel serverChannel() {
        return new EpollSocketChannel(serverSocket.intValue());
    }

    /**
     * Takes the connection's place: from here on each end talks to its socket. Both channels must have been made.
     *
     * @throws IOException when the kernel refuses; then both channels are to be closed
     */
    public void goLive() throws IOException {
        clientSocket.live(Marks.TOWARDS_CLIENT);
        serverSocket.live(Marks.TOWARDS_SERVER);
    }

    /** Ends the connection instead: both ends see a reset by the other. In the place of any other step. */
    public void reset() throws IOException {
        try {
            clientSocket.setSoLinger(0);
            serverSocket.setSoLinger(0);
            goLive();
        } finally {
            clientSocket.close();
            serverSocket.close();
        }
    }

    /** Gives it up before any channel was made: the connection goes on as it was. */
    public void abandon() throws IOException {
        clientSocket.close();
        serverSocket.close();
    }
}
