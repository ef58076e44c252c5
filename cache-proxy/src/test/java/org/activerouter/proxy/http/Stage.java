package org.activerouter.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Origins, proxies and clients of one test over real sockets of the loopback; ended with it, the youngest first. */
final class Stage implements AfterEachCallback {
    static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    private final List<AutoCloseable> opened = new ArrayList<>();

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    <T extends AutoCloseable> T keep(T resource) {
        opened.add(0, resource);
        return resource;
    }

    Origin origin(Origin.Script script) throws IOException {
        return keep(Origin.with(script));
    }

    Origin saying(String text) throws IOException {
        return keep(Origin.saying(text));
    }

    static String post(String body) {
        return "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
    }

    static String answer(Socket socket, String body) throws IOException {
        return read(socket, Origin.answer(body).length());
    }
}
