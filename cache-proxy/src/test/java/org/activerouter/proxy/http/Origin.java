package org.activerouter.proxy.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.activerouter.capture.Endpoint;

/** A server on the loopback that keeps what each of its connections has sent, and does with a request what the test says. */
final class Origin implements AutoCloseable {
    /** What to do with a request: its head and body as they came. Returning false ends the connection. */
    interface Script {
        boolean serve(String request, Wire wire) throws IOException, InterruptedException;
    }

    /** A connection, as the script sees it. */
    static final class Wire {
        private final Socket socket;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

        private Wire(Socket socket) {
            this.socket = socket;
        }

        void say(String latin) throws IOException {
            say(latin.getBytes(StandardCharsets.ISO_8859_1));
        }

        void say(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** One byte of the client's, or -1. */
        int hear() throws IOException {
            int each = socket.getInputStream().read();
            if (each >= 0) {
                synchronized (heard) {
                    heard.write(each);
                }
            }
            return each;
        }

        /** Ends the connection by a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** All that the client has sent. */
        String all() {
            synchronized (heard) {
                return heard.toString(StandardCharsets.ISO_8859_1);
            }
        }
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Origin(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
    }

    static Origin with(Script script) throws IOException {
        Origin origin = new Origin(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), script);
        Thread.ofVirtual().start(origin::accept);
        return origin;
    }

    /** An address that refuses connections, and nobody else listens at. */
    static Socket refusing() throws IOException {
        Socket bound = new Socket();
        bound.setReuseAddress(false);
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return bound;
    }

    /** Stops to listen. */
    void refuse() throws IOException {
        listener.close();
    }

    /** One that answers everything with a text and keeps connections. */
    static Origin saying(String text) throws IOException {
        return with((request, wire) -> {
            wire.say(answer(text));
            return true;
        });
    }

    static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    Endpoint endpoint() {
        return new Endpoint(listener.getInetAddress(), listener.getLocalPort());
    }

    /** The requests that were read whole, in the order in which they came. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Begins to keep anew. */
    void forget() {
        requests.clear();
        wires.clear();
    }

    List<Wire> wires() {
        return List.copyOf(wires);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Wire wire = new Wire(socket);
                wires.add(wire);
                Thread.ofVirtual().start(() -> serve(wire));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Wire wire) {
        try (wire.socket) {
            String request = read(wire);
            while (request != null) {
                requests.add(request);
                if (!script.serve(request, wire)) {
                    return;
                }
                request = read(wire);
            }
        } catch (IOException | InterruptedException e) {
            // Who is connected here may end it at any time.
        }
    }

    /** Reads as a server would; null at the end. */
    private static String read(Wire wire) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int each = wire.hear();
            if (each < 0) {
                return null;
            }
            head.append((char) each);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        if (lower.contains("expect: 100-continue")) {
            wire.say("HTTP/1.1 100 Continue\r\n\r\n");
        }
        return lower.contains("\r\ntransfer-encoding: chunked") ? chunks(wire, head) : sized(wire, head, lower);
    }

    private static String sized(Wire wire, StringBuilder all, String lower) throws IOException {
        int at = lower.indexOf("\r\ncontent-length: ") + 2;
        int length = at < 2 ? 0 : Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
        for (int i = 0; i < length; i++) {
            all.append((char) wire.hear());
        }
        return all.toString();
    }

    private static String chunks(Wire wire, StringBuilder all) throws IOException {
        int start = all.length();
        while (!areComplete(all.substring(start))) {
            int each = wire.hear();
            if (each < 0) {
                return null;
            }
            all.append((char) each);
        }
        return all.toString();
    }

    /** The last chunk and what may follow it. */
    private static boolean areComplete(String chunks) {
        return chunks.endsWith("\r\n\r\n") && (chunks.startsWith("0\r\n") || chunks.contains("\r\n0\r\n"));
    }

    /** All that is left of a stream, also when it is reset in the end. */
    static String rest(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (IOException e) {
            all.writeBytes("<reset>".getBytes(StandardCharsets.ISO_8859_1));
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Wire each : wires) {
            each.socket.close();
        }
    }
}
