package org.activerouter.proxy.opennap;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A client behind the router, with a real socket. One thread. */
public final class WireClient implements AutoCloseable {
    /** Answered by the server in any case, after all that was said before. */
    static final int STATISTICS = 214;

    private static final int DRAIN_MILLIS = 100;

    private final Socket socket;

    public WireClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
    }

    public void send(Nap... messages) throws IOException {
        socket.getOutputStream().write(bytes(messages));
    }

    private static byte[] bytes(Nap... messages) {
        byte[] bytes = new byte[Nap.all(List.of(messages)).readableBytes()];
        Nap.all(List.of(messages)).readBytes(bytes);
        return bytes;
    }

    /** One byte at a time, with a pause behind each. */
    public void drip(long pauseMillis, Nap... messages) throws IOException, InterruptedException {
        for (byte each : bytes(messages)) {
            socket.getOutputStream().write(each);
            Thread.sleep(pauseMillis);
        }
    }

    public Nap read() throws IOException {
        return SocketServer.read(socket.getInputStream());
    }

    public byte[] readBytes(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    /** Takes what is there, or comes within a moment. */
    public void drain() throws IOException {
        socket.setSoTimeout(DRAIN_MILLIS);
        socket.getInputStream().read(new byte[65_536]);
    }

    /** Says something, and hears until so many answers are complete and the server has answered what came last. */
    public List<Nap> say(Nap... messages) throws IOException {
        send(messages);
        send(new Nap(STATISTICS, ""));
        int open = 1;
        for (Nap message : messages) {
            open += message.type() == Nap.SEARCH ? 1 : 0;
            open += message.type() == Nap.LOG_IN ? 1 : 0;
        }
        List<Nap> received = new ArrayList<>();
        while (open > 0) {
            Nap message = read();
            received.add(message);
            open -= message.type() == Nap.END || message.type() == STATISTICS ? 1 : 0;
        }
        return received;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
