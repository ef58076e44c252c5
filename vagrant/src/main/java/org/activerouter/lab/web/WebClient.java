package org.activerouter.lab.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One client: asks one server again and again at a steady pace, over connections that it keeps as long as the server does. When
 * an answer takes longer than the pace the next request waits for it. One thread.
 */
public final class WebClient implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MEMBER = "X-Member";

    private final String client;
    private final String server;
    private final HttpRequest request;
    private final double perSecond;
    private final long endMillis;
    private final Consumer<WebRequest> log;
    private final HttpClient http;

    /**
     * A client that has not asked yet.
     *
     * @param client its address
     * @param server address and port of the server that it asks
     * @param path what it asks for
     * @param endMillis when it stops, wall clock
     */
    public WebClient(
            String client, String server, String path, double perSecond, long endMillis, Consumer<WebRequest> log)
            throws IOException {
        this.client = client;
        this.server = server;
        this.perSecond = perSecond;
        this.endMillis = endMillis;
        this.log = log;
        request = HttpRequest.newBuilder(URI.create("http://" + server + path))
                .header("Accept-Encoding", "gzip")
                .timeout(PATIENCE)
                .build();
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.getByName(client))
                .connectTimeout(PATIENCE)
                .build();
    }

    @Override
    public void run() {
        long paceNanos = (long) (1e9 / perSecond);
        long due = System.nanoTime() + (client.hashCode() & 0xFFFF) * paceNanos / 0x10000;
        try {
            while (System.currentTimeMillis() < endMillis) {
                long early = due - System.nanoTime();
                if (early > 0) {
                    Thread.sleep(Duration.ofNanos(early));
                }
                ask();
                due = Math.max(due + paceNanos, System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The body's handler is called when the head has come. */
    private void ask() throws InterruptedException {
        long millis = System.currentTimeMillis();
        long start = System.nanoTime();
        AtomicLong head = new AtomicLong();
        int status = 0;
        String member = "";
        try {
            HttpResponse<Void> response = http.send(request, info -> {
                head.set(System.nanoTime());
                return BodyHandlers.discarding().apply(info);
            });
            status = response.statusCode();
            member = response.headers().firstValue(MEMBER).orElse("");
        } catch (IOException e) {
            System.err.println(client + " at " + millis + ": " + e);
        }
        long end = System.nanoTime();
        long first = head.get() == 0 ? end : head.get();
        log.accept(new WebRequest(millis, client, server, status, member, (first - start) / 1e6, (end - start) / 1e6));
    }
}
