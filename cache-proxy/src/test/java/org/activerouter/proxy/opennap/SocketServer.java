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
    private final ServerSocket listener;
    private final ModelServer model;
    private final Thread accepting;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();

    public SocketServer(ServerSocket listener, ModelServer model) {
        this.listener = listener;
        this.model = model;
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
                while (!client.isGone()) {
                    Nap message = read(socket.getInputStream());
                    synchronized (model) {
                        client.say(message);
                    }
                }
            } finally {
                synchronized (model) {
                    client.leave();
                }
            }
        } catch (IOException | UncheckedIOException over) {
            // The client has left.
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
