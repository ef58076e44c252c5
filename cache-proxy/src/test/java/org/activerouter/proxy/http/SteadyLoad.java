package org.activerouter.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Clients that ask one small thing again and again, each over a new connection, and remember what became of it. */
final class SteadyLoad {
    private static final String GET = "GET /hello.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private record Request(long begunMillis, String answer) {
        boolean failed() {
            return !answer.startsWith("HTTP/1.1 200 OK") || !answer.endsWith("hello, world\n");
        }
    }

    private final Callable<Socket> connect;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean over;

    SteadyLoad(Callable<Socket> connect) {
        this.connect = connect;
    }

    void begin(int clients) {
        for (int i = 0; i < clients; i++) {
            this.clients.add(Thread.ofVirtual().start(this::ask));
        }
    }

    private void ask() {
        while (!over) {
            long begun = now();
            String answer;
            try (Socket socket = connect.call()) {
                socket.getOutputStream().write(GET.getBytes(ISO_8859_1));
                answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
                TimeUnit.MILLISECONDS.sleep(2);
            } catch (IOException e) {
                answer = e.toString();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            requests.add(new Request(begun, answer));
        }
    }

    long now() {
        return System.currentTimeMillis();
    }

    long askedSince(long millis) {
        return requests.stream().filter(each -> each.begunMillis >= millis).count();
    }

    /** What came instead of the answer. */
    List<String> failed() {
        return requests.stream().filter(Request::failed).map(Request::answer).toList();
    }

    void end() throws InterruptedException {
        over = true;
        for (Thread each : clients) {
            each.join();
        }
    }
}
