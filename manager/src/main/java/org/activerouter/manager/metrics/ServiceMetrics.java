package org.activerouter.manager.metrics;

import java.util.List;
import java.util.Map;
import org.activerouter.manager.control.RouterStatus;
import org.activerouter.manager.metrics.Families.Family;
import org.activerouter.proxy.CacheFigures;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;

/** What the active services do, for each server that they stand in for, and what their caches spare. Stateless. */
final class ServiceMetrics {
    private static final String SERVICE = "service";

    private ServiceMetrics() {}

    static void add(RouterStatus now, Families to) {
        sessions(now.services(), to);
        served(now.served(), to);
        queries(now.caches(), to);
        room(now.caches(), to);
    }

    private static void sessions(Map<String, ServiceSnapshot> services, Families to) {
        Family open = to.gauge("service_open_sessions", "Sessions that are open now.");
        Family accepted = to.counter("service_accepted_sessions", "Sessions that were accepted.");
        Family queued = to.gauge("service_queued_bytes", "Bytes that wait for slow readers.");
        Family refused = to.counter("service_refusals", "Connections and sessions that a limit or a rule ended.");
        services.forEach((name, service) -> {
            open.add(service.open(), SERVICE, name);
            accepted.add(service.accepted(), SERVICE, name);
            queued.add(service.bytesQueued(), SERVICE, name);
            service.refused().forEach((reason, count) -> refused.add(count, SERVICE, name, "reason", reason));
        });
    }

    private static void served(Map<String, List<ServedSnapshot>> services, Families to) {
        Family bytes = to.counter("service_bytes", "Bytes taken from clients, and from the server.");
        Family queries = to.counter("service_queries", "Queries taken from clients, whoever answered them.");
        Family forwarded = to.counter("service_forwarded_queries", "Those that were passed on to the server.");
        Family failures = to.counter("service_connect_failures", "Connections to the server that could not be made.");
        services.forEach((name, all) -> {
            for (ServedSnapshot each : all) {
                String server = each.server().toString();
                bytes.add(each.bytesFromClients(), SERVICE, name, "server", server, "from", "clients");
                bytes.add(each.bytesFromServer(), SERVICE, name, "server", server, "from", "server");
                failures.add(each.connectFailures(), SERVICE, name, "server", server);
                if (each.readsProtocol()) {
                    queries.add(each.queries(), SERVICE, name, "server", server);
                    forwarded.add(each.forwarded(), SERVICE, name, "server", server);
                }
            }
        });
    }

    private static void queries(Map<String, CacheFigures> caches, Families to) {
        Family queries = to.counter("cache_queries", "Queries, by who answered them.");
        Family refreshed = to.counter("cache_refreshes", "Answers that were asked for again behind an answer.");
        Family times = to.gauge("cache_answer_time_seconds", "From reading a query to having written its answer.");
        caches.forEach((name, cache) -> {
            queries.add(cache.answered(), SERVICE, name, "answered", "cache");
            queries.add(cache.shared(), SERVICE, name, "answered", "equal-query");
            queries.add(cache.forwarded(), SERVICE, name, "answered", "server");
            refreshed.add(cache.refreshed(), SERVICE, name);
            times.add(cache.medianNanos() / 1e9, SERVICE, name, "statistic", "p50");
            times.add(cache.p99Nanos() / 1e9, SERVICE, name, "statistic", "p99");
        });
    }

    private static void room(Map<String, CacheFigures> caches, Families to) {
        Family entries = to.gauge("cache_entries", "Queries whose answers are in the cache.");
        Family bytes = to.gauge("cache_bytes", "What they take in memory, about.");
        Family kept = to.counter("cache_kept_answers", "Answers that were taken into the cache.");
        Family evicted = to.counter("cache_evicted_answers", "Answers that were dropped for want of room.");
        caches.forEach((name, cache) -> {
            entries.add(cache.entries(), SERVICE, name);
            bytes.add(cache.bytes(), SERVICE, name);
            kept.add(cache.kept(), SERVICE, name);
            evicted.add(cache.evicted(), SERVICE, name);
        });
    }
}
