package org.activerouter.lab.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.relay.RelayLimits;
import org.activerouter.proxy.relay.RelayService;

/** The relay alone, without anything that decides: {@code RelayRun ADDRESS PORT}. Says "serving", then works until it is ended. */
public final class RelayRun {
    private static final RelayLimits LIMITS =
            new RelayLimits(100_000, 100_000, 64 << 10, 64L << 20, Duration.ofHours(2), Duration.ofSeconds(10), 1);

    /** Entry point. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2) {
            System.err.println("usage: RelayRun ADDRESS PORT");
            System.exit(64);
        }
        Endpoint server = new Endpoint(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]));
        try (RelayService relay = new RelayService(LIMITS)) {
            System.out.println("serving " + relay.serve(server));
            Thread.currentThread().join();
        }
    }

    private RelayRun() {}
}
