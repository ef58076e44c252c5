package org.activerouter.lab.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.opennap.OpenNapService;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.opennap.cache.Lifetimes;
import org.activerouter.proxy.relay.RelayLimits;

/**
 * The cache proxy alone, on one event loop, without anything that decides: {@code ProxyRun ADDRESS PORT}. Says "serving", then
 * works until it is ended, and says then what it did.
 */
public final class ProxyRun {
    private static final RelayLimits LIMITS =
            new RelayLimits(100_000, 100_000, 64 << 10, 64L << 20, Duration.ofHours(2), Duration.ofSeconds(10), 1);

    private ProxyRun() {}

    /** Entry point. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2) {
            System.err.println("usage: ProxyRun ADDRESS PORT");
            System.exit(64);
        }
        Endpoint server = new Endpoint(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]));
        // A measurement outlasts the usual times: what is measured are answers from the cache.
        CacheSettings settings = CacheSettings.DEFAULTS.living(
                new Lifetimes(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)));
        try (OpenNapService service = new OpenNapService(LIMITS, settings)) {
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().unstarted(() -> System.out.println(service.cacheSnapshot())));
            System.out.println("serving " + service.serve(server));
            Thread.currentThread().join();
        }
    }
}
