package org.activerouter.proxy.opennap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link ModelServer} behind real sockets. */
public final class SocketServer implements AutoCloseable {
    /** What becomes of a client's searches. */
    interface Mood {
        /** Whether the search of a client that has logged in so is answered as it should be, after this returns. */
        boolean answers(String logIn, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final ModelServer model;
    private final Mood mood;
    private final Thread accepting;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();

    public SocketServer(ServerSocket listener, ModelServer model) {
        this(listener, model, (logIn, out) -> true);
    }

    SocketServer(ServerSocket listener, ModelServer model, Mood mood) {
        this.listener = listener;
        this.model = model;
        this.mood = mood;
        accepting = Thread.ofPlatform().daemon().start(this::accept);
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
        ModelServer.Client client;
        try (socket) {
            OutputStream out = socket.getOutputStream();
            synchronized (model) {
                client = model.connect(socket.getInetAddress().getHostAddress(), message -> write(out, message));
            }
            try {
                listen(client, socket.getInputStream(), out);
            } finally {
                synchronized (model) {
                    client.leave();
                }
            }
        } catch (IOException | UncheckedIOException over) {
            // The client has left.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(ModelServer.Client client, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        String logIn = "";
        while (!client.isGone()) {
            Nap message = read(in);
            logIn = message.type() == Nap.LOG_IN ? message.text() : logIn;
            if (message.type() != Nap.SEARCH || mood.answers(logIn, out)) {
                synchronized (model) {
                    client.say(message);
                }
            }
        }
    }

    private static void write(OutputStream out, Nap message) {
        try {
            out.write(message.bytes().array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Nap read(InputStream in) throws IOException {
        byte[] header = in.readNBytes(4);
        if (header.length < 4) {
            throw new EOFException("closed");
        }
        int length = (header[0] & 0xFF) | (header[1] & 0xFF) << 8;
        byte[] data = in.readNBytes(length);
        return new Nap((header[2] & 0xFF) | (header[3] & 0xFF) << 8, new String(data, StandardCharsets.ISO_8859_1));
    }

    /** As if the machine had lost its power, but for the kernel's farewell. */
    @Override
    public void close() throws IOException {
        listener.close();
        // The port is free only when nobody waits on it any more.
        try {
            accepting.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        for (Socket client : clients) {
            client.close();
        }
    }
}
