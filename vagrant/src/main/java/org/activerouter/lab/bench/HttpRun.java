package org.activerouter.lab.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.http.HttpLimits;
import org.activerouter.proxy.http.HttpService;
import org.activerouter.proxy.http.SplitLimits;
import org.activerouter.proxy.http.cache.HttpCache;
import org.activerouter.proxy.http.cache.HttpCacheSettings;
import org.activerouter.proxy.relay.RelayLimits;

/**
 * The load balancer alone, or the HTTP cache, on one event loop and without anything that decides: {@code HttpRun balance|cache ADDRESS
 * PORT}. Says "serving", then works until it is ended.
 */
public final class HttpRun {
    private static final RelayLimits LIMITS =
            new RelayLimits(100_000, 100_000, 64 << 10, 64L << 20, Duration.ofHours(2), Duration.ofSeconds(10), 1);

    /** A measurement outlasts the usual times. */
    private static final HttpLimits PATIENT = new HttpLimits(
            32 << 10,
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofHours(2),
            Duration.ofMinutes(5),
            Duration.ofSeconds(3),
            Duration.ofMinutes(2),
            SplitLimits.defaults());

    private static final HttpCacheSettings CACHE = new HttpCacheSettings(16 << 20, 1 << 20, Duration.ZERO);

    private HttpRun() {}

    /** Entry point. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 3) {
            System.err.println("usage: HttpRun balance|cache ADDRESS PORT");
            System.exit(64);
        }
        Endpoint server = new Endpoint(InetAddress.getByName(arguments[1]), Integer.parseInt(arguments[2]));
        HttpCache cache = arguments[0].equals("cache") ? new HttpCache(CACHE) : null;
        try (HttpService service = new HttpService(LIMITS, PATIENT, cache)) {
            System.out.println("serving " + service.serve(server));
            Thread.currentThread().join();
        }
    }
}
