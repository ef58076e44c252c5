package org.activerouter.proxy.opennap;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link ModelServer} behind real sockets that treats some clients badly: the beginning of a nick says how. */
final class MoodyServer implements AutoCloseable {
    static final String SLOW = "slow";
    static final String DEAF = "deaf";
    static final String GARBAGE = "garbage";

    static final long SLOW_MILLIS = 1_500;
    private static final int GARBAGE_BYTES = 300_000;

    private final ServerSocket listener;
    private final ModelServer model;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();

    MoodyServer(ServerSocket listener, ModelServer model) {
        this.listener = listener;
        this.model = model;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** What a search of a client with such a nick is answered with. */
    static byte[] garbage() {
        byte[] bytes = new byte[GARBAGE_BYTES];
        new SplittableRandom(4).nextBytes(bytes);
        return bytes;
    }

    private void accept() {
        try {
            listener.setSoTimeout(0);
            while (true) {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                clients.add(client);
                Thread.ofPlatform().daemon().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            ModelServer.Client client;
            synchronized (model) {
                client = model.connect(socket.getInetAddress().getHostAddress(), message -> write(out, message));
            }
            Nap logIn = SocketServer.read(socket.getInputStream());
            say(client, logIn);
            while (true) {
                Nap message = SocketServer.read(socket.getInputStream());
                if (message.type() != Nap.SEARCH || treat(logIn.text(), out)) {
                    say(client, message);
                }
            }
        } catch (IOException | UncheckedIOException over) {
            // The client has left.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(ModelServer.Client client, Nap message) {
        synchronized (model) {
            client.say(message);
        }
    }

    /** Whether the search is answered as it should be afterwards. */
    private static boolean treat(String nick, OutputStream out) throws IOException, InterruptedException {
        if (nick.startsWith(SLOW)) {
            Thread.sleep(SLOW_MILLIS);
        } else if (nick.startsWith(DEAF)) {
            Thread.sleep(Long.MAX_VALUE);
        } else if (nick.startsWith(GARBAGE)) {
            out.write(garbage());
            return false;
        }
        return true;
    }

    private static void write(OutputStream out, Nap message) {
        try {
            out.write(message.bytes().array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
