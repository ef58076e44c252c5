package org.activerouter.proxy.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.activerouter.capture.Endpoint;

/** A server that answers each connection at once with a head, then with what it hears behind a head of a known length. */
final class Echo implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final int skipped;
    private final boolean curt;
    private final byte[] head;

    Echo(int skipped, int length) throws IOException {
        this(skipped, length, false);
    }

    /** One that may end the connection right behind the head. */
    Echo(int skipped, int length, boolean curt) throws IOException {
        this.skipped = skipped;
        this.curt = curt;
        this.head = ("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        Thread.ofVirtual().start(this::accept);
    }

    Endpoint endpoint() {
        return new Endpoint(listener.getInetAddress(), listener.getLocalPort());
    }

    int headLength() {
        return head.length;
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            in.readNBytes(skipped);
            out.write(head);
            if (!curt) {
                in.transferTo(out);
            }
        } catch (IOException e) {
            // The client may end it at any time.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
