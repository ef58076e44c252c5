package org.activerouter.proxy.http;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Groups;
import org.activerouter.proxy.http.cache.HttpCache;
import org.jspecify.annotations.Nullable;

/** What all sessions of a service share. Any thread. */
final class Shared {
    private final FastThreadLocal<HeadParser> parsers = new FastThreadLocal<>() {
        @Override
        protected HeadParser initialValue() {
            return new HeadParser(limits.headBytes());
        }
    };

    private final HttpLimits limits;
    private final Room splitRoom;
    private final Groups groups;
    private final LongSupplier clock;
    private final @Nullable HttpCache cache;
    private final Faults faults = new Faults();
    private final Map<Endpoint, Traffic> traffic = new ConcurrentHashMap<>();

    Shared(HttpLimits limits, Groups groups, LongSupplier clock, @Nullable HttpCache cache) {
        this.limits = limits;
        this.splitRoom = new Room(limits.split().ahead());
        this.cache = cache;
        this.groups = groups;
        this.clock = clock;
    }

    HttpLimits limits() {
        return limits;
    }

    /** What parts may take that come before their turn. */
    Room splitRoom() {
        return splitRoom;
    }

    Groups groups() {
        return groups;
    }

    long nanos() {
        return clock.getAsLong();
    }

    /** Milliseconds since 1970, for what carries dates. */
    long millis() {
        return System.currentTimeMillis();
    }

    /** The cache, if this service has one. */
    @Nullable
    HttpCache cache() {
        return cache;
    }

    Faults faults() {
        return faults;
    }

    /** The event loop's own. */
    HeadParser parser() {
        return parsers.get();
    }

    /** Counters of a server; there are as many as servers that were ever stood in for. */
    Traffic traffic(Endpoint server) {
        return traffic.computeIfAbsent(server, unused -> new Traffic());
    }
}
