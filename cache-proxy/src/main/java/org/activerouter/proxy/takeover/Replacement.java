package org.activerouter.proxy.takeover;

import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.activerouter.capture.tcp.TakeoverFacts;

/**
 * Two sockets that are about to take the place of a connection. Until {@link #goLive} nothing is sent and nobody notices: given up,
 * or lost with this process, the connection goes on as it was. One thread at a time.
 */
public final class Replacement {
    private final Plan.Possible plan;
    private final RepairSocket clientSocket;
    private final RepairSocket serverSocket;

    private Replacement(Plan.Possible plan, RepairSocket clientSocket, RepairSocket serverSocket) {
        this.plan = plan;
        this.clientSocket = clientSocket;
        this.serverSocket = serverSocket;
    }

    /**
     * Makes both sockets, in the calling thread's network namespace. The connection must be held: a packet that passes between its
     * ends from now on makes the two contradict each other.
     *
     * @throws IOException when it cannot be; the message says why, and nothing is left
     */
    public static Replacement prepare(TakeoverFacts facts, Conntrack conntrack) throws IOException {
        Plan plan = Planner.plan(facts, conntrack.find(facts.flow()));
        return switch (plan) {
            case Plan.Possible possible -> prepare(possible);
            case Plan.Impossible impossible -> throw new IOException(impossible.why());
        };
    }

    private static Replacement prepare(Plan.Possible plan) throws IOException {
        RepairSocket client = RepairSocket.of(plan.towardsClient());
        try {
            return new Replacement(plan, client, RepairSocket.of(plan.towardsServer()));
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /** The client, as itself sees it. */
    public InetAddress client() {
        return plan.towardsClient().remote().getAddress();
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
