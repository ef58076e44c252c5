package org.activerouter.manager.config;

import java.util.List;
import java.util.Optional;
import org.activerouter.analyzer.history.StateDatabaseSettings;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.capture.tcp.TcpLimits;

/**
 * What a configuration lets the router keep in Java's heap, beside what it watches on a usual day. Each part keeps to its bound; if they do
 * not fit together, the process ends on the day on which they are needed. Stateless.
 */
public final class HeapDemand {
    /** The program itself, and what it watches with some ten thousand connections. */
    private static final long BASE = 48L << 20;

    /** A followed connection with its conversation, as measured with 131,072 of them. */
    private static final long CONNECTION = 1_200;

    private static final long HALF_OPEN = 200;

    /** A server with its windows, as measured with 4,096 of them. */
    private static final long SERVER = 4_000;

    private HeapDemand() {}

    /** Bytes. */
    public static long of(RouterConfiguration configuration) {
        List<String> services = configuration.services().stream()
                .map(ServiceConfiguration::activeService)
                .distinct()
                .toList();
        long caches = (services.contains("cache-proxy")
                        ? withRoomForMore(configuration.cache().memory().maxBytes())
                        : 0)
                + (services.contains("http-cache")
                        ? withRoomForMore(configuration.httpCache().bytes())
                        : 0);
        return BASE + watching(configuration.limits()) + history(configuration.database()) + caches;
    }

    /**
     * What to tell the operator if a configuration does not fit; empty if it does.
     *
     * @param heap the largest that Java's heap may become, bytes
     */
    public static Optional<String> tooMuch(RouterConfiguration configuration, long heap) {
        long demand = of(configuration);
        return demand <= heap
                ? Optional.empty()
                : Optional.of("lets the router keep up to " + mebibytes(demand) + " MiB in memory, and Java's heap has "
                        + mebibytes(heap) + " MiB: lower the sizes of caches, limits or of a database in memory, or set"
                        + " ACTIVE_ROUTER_OPTS=-Xmx" + mebibytes(demand + demand / 8) + "m (in the unit: systemctl edit"
                        + " active-router, Environment=)");
    }

    /** Bytes as they are told: upwards, for that has to be enough. */
    public static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    /** Limits that an operator has raised are meant to be used. */
    private static long watching(LimitsConfiguration limits) {
        TcpLimits tcp = limits.tcp();
        TcpLimits usual = TcpLimits.defaults();
        return beyond(tcp.maxFlows(), usual.maxFlows()) * CONNECTION
                + beyond(tcp.maxHalfOpen(), usual.maxHalfOpen()) * HALF_OPEN
                + beyond(tcp.maxHeldBytes(), usual.maxHeldBytes())
                + beyond(limits.load().maxServers(), LoadLimits.defaults().maxServers()) * SERVER;
    }

    private static long beyond(long limit, long usual) {
        return Math.max(0, limit - usual);
    }

    private static long history(StateDatabaseSettings database) {
        return database.file() == null ? database.maxBytes() : 0;
    }

    /** Both caches take a quarter as much again: one for what clients share, one for what is coming. */
    private static long withRoomForMore(long cache) {
        return cache + cache / 4;
    }
}
