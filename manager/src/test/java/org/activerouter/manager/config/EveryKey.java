package org.activerouter.manager.config;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.KernelSettings;
import org.activerouter.manager.netfilter.KernelSettings.Backend;
import org.activerouter.manager.policy.Condition;
import org.activerouter.manager.policy.Condition.Statistic;
import org.activerouter.manager.policy.Policy;
import org.activerouter.proxy.opennap.cache.OnMiss;
import org.junit.jupiter.params.provider.Arguments;

/** The keys: a value that is set, where it is used, what is there without it, and what with it. */
final class EveryKey {
    private EveryKey() {}

    static Stream<Arguments> all() throws UnknownHostException {
        return Stream.of(
                        captures(),
                        services(),
                        policies(),
                        relays(),
                        caches(),
                        https(),
                        netfilters(),
                        limits(),
                        databases(),
                        others())
                .flatMap(properties -> properties);
    }

    private static Arguments property(
            String path, String value, Function<RouterConfiguration, Object> where, Object usual, Object set) {
        return arguments(path, value, where, usual, set);
    }

    private static Stream<Arguments> captures() {
        return Stream.of(
                property(
                        "capture.servers-side",
                        "[eth2, \"br-lan\"]",
                        c -> c.capture().serversSide(),
                        List.of("eth1"),
                        List.of("eth2", "br-lan")),
                property("capture.clients-side", "[eth0]", c -> c.capture().clientsSide(), List.of(), List.of("eth0")),
                property("capture.learn", "true", c -> c.capture().learn(), false, true),
                property("capture.buffer", "1 MiB", c -> c.capture().live().kernelBufferBytes(), 64 << 20, 1 << 20));
    }

    private static Stream<Arguments> services() throws UnknownHostException {
        Endpoint server = new Endpoint(InetAddress.getByName("10.0.0.5"), 8888);
        return Stream.of(
                property(
                        "services.directory.protocol",
                        "jxta",
                        c -> service(c).policed().protocol(),
                        "opennap",
                        "jxta"),
                property(
                        "services.directory.ports",
                        "[8888, 7777]",
                        c -> service(c).policed().ports(),
                        Set.of(8888),
                        Set.of(7777, 8888)),
                property(
                        "services.directory.never",
                        "[\"10.0.0.5:8888\"]",
                        c -> service(c).policed().never(),
                        Set.of(),
                        Set.of(server)),
                property(
                        "services.directory.only",
                        "[\"10.0.0.5:8888\"]",
                        c -> service(c).policed().only(),
                        Set.of(),
                        Set.of(server)));
    }

    private static Stream<Arguments> policies() {
        String at = "policies.slow.";
        return Stream.of(
                property(
                        at + "estimator",
                        "paper",
                        c -> slow(c).estimator(),
                        Policy.Estimator.WINDOW,
                        Policy.Estimator.PAPER),
                property(
                        at + "when", "all", c -> slow(c).combination(), Policy.Combination.ANY, Policy.Combination.ALL),
                property(at + "window", "5s", c -> slow(c).window(), Duration.ofSeconds(2), Duration.ofSeconds(5)),
                property(at + "minimum-samples", "7", c -> slow(c).minimumSamples(), 20, 7),
                property(at + "minimum-clients", "5", c -> slow(c).minimumClients(), 3, 5),
                property(at + "largest-client-share", "0.75", c -> slow(c).largestClientShare(), 0.5, 0.75),
                property(at + "dwell", "0s", c -> slow(c).dwell(), Duration.ofMillis(500), Duration.ZERO),
                property(at + "hold", "90s", c -> slow(c).hold(), Duration.ofMinutes(1), Duration.ofSeconds(90)),
                property(at + "hold-growth", "1.5", c -> slow(c).holdGrowth(), 2.0, 1.5),
                property(
                        at + "longest-hold",
                        "1h",
                        c -> slow(c).longestHold(),
                        Duration.ofMinutes(30),
                        Duration.ofHours(1)),
                property(at + "redirected-share", "1", c -> slow(c).redirectedShare(), 0.5, 1.0),
                property(at + "take-over-opaque", "true", c -> slow(c).opaqueToo(), false, true),
                property(
                        at + "response-time.statistic",
                        "p95",
                        c -> responseTime(c).statistic(),
                        Statistic.MEAN,
                        Statistic.P95),
                property(
                        at + "response-time.high",
                        "1.5s",
                        c -> responseTime(c).high(),
                        Duration.ofMillis(200),
                        Duration.ofMillis(1_500)),
                property(
                        at + "response-time.low",
                        "50 milliseconds",
                        c -> responseTime(c).low(),
                        Duration.ofMillis(100),
                        Duration.ofMillis(50)));
    }

    private static Stream<Arguments> relays() {
        return Stream.of(
                property("relay.connections", "5000", c -> c.relay().connections(), 20_000, 5_000),
                property("relay.connections-per-address", "10", c -> c.relay().connectionsPerAddress(), 1_000, 10),
                property(
                        "relay.queued-per-connection",
                        "128KiB",
                        c -> c.relay().queuedPerConnection(),
                        64 << 10,
                        128 << 10),
                property("relay.queued", "1GiB", c -> c.relay().queuedInAll(), 64L << 20, 1L << 30),
                property("relay.idle", "5m", c -> c.relay().idle(), Duration.ofHours(2), Duration.ofMinutes(5)),
                property(
                        "relay.connect-timeout",
                        "750ms",
                        c -> c.relay().connect(),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(750)),
                property(
                        "relay.threads",
                        "77",
                        c -> c.relay().threads(),
                        Math.min(4, Runtime.getRuntime().availableProcessors()),
                        77));
    }

    private static Stream<Arguments> caches() {
        return Stream.of(
                property(
                        "cache-proxy.on-miss",
                        "answer-first",
                        c -> c.cache().onMiss(),
                        OnMiss.FORWARD,
                        OnMiss.ANSWER_FIRST),
                property(
                        "cache-proxy.ttl",
                        "40s",
                        c -> c.cache().lifetimes().ttl(),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(40)),
                property(
                        "cache-proxy.soft-ttl",
                        "15s",
                        c -> c.cache().lifetimes().softTtl(),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(15)),
                property(
                        "cache-proxy.negative-ttl",
                        "5s",
                        c -> c.cache().lifetimes().negativeTtl(),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5)),
                property(
                        "cache-proxy.stale-limit",
                        "1m",
                        c -> c.cache().lifetimes().staleLimit(),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(1)),
                property("cache-proxy.size", "32MiB", c -> c.cache().memory().maxBytes(), 64L << 20, 32L << 20));
    }

    private static Stream<Arguments> https() {
        return Stream.of(
                property("http.head-size", "8KiB", c -> c.http().headBytes(), 32 << 10, 8 << 10),
                property("http.head-time", "5s", c -> c.http().head(), Duration.ofSeconds(15), Duration.ofSeconds(5)),
                property("http.body-pause", "5s", c -> c.http().body(), Duration.ofMinutes(1), Duration.ofSeconds(5)),
                property(
                        "http.keep-alive",
                        "5s",
                        c -> c.http().keepAlive(),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(5)),
                property(
                        "http.answer-time", "5s", c -> c.http().answer(), Duration.ofMinutes(5), Duration.ofSeconds(5)),
                property(
                        "http.second-try",
                        "5s",
                        c -> c.http().secondTry(),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(5)),
                property(
                        "http.answer-pause", "5s", c -> c.http().stall(), Duration.ofMinutes(2), Duration.ofSeconds(5)),
                property("http.split.above", "2MiB", c -> c.http().split().above(), 4L << 20, 2L << 20),
                property("http.split.part", "64KiB", c -> c.http().split().part(), 1 << 20, 64 << 10),
                property("http.split.ahead", "8MiB", c -> c.http().split().ahead(), 64L << 20, 8L << 20),
                property("http-cache.size", "32MiB", c -> c.httpCache().bytes(), 64L << 20, 32L << 20),
                property("http-cache.largest-object", "1MiB", c -> c.httpCache().objectBytes(), 4 << 20, 1 << 20),
                property(
                        "http-cache.heuristic",
                        "0s",
                        c -> c.httpCache().heuristic(),
                        Duration.ofMinutes(10),
                        Duration.ZERO));
    }

    private static Stream<Arguments> netfilters() {
        return Stream.of(
                property("netfilter.back-end", "legacy", c -> c.netfilter().backEnd(), Backend.AUTO, Backend.LEGACY),
                property(
                        "netfilter.lease",
                        "6s",
                        c -> c.netfilter().lease(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(6)),
                property(
                        "netfilter.refresh",
                        "600ms",
                        c -> c.netfilter().refresh(),
                        Duration.ofMillis(500),
                        Duration.ofMillis(600)),
                property(
                        "netfilter.look-again",
                        "5s",
                        c -> c.netfilter().lookAgain(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5)),
                property("netfilter.wars", "3", c -> c.netfilter().wars(), 5, 3),
                property("netfilter.conntrack-fill", "0.9", c -> c.netfilter().conntrackFill(), 0.8, 0.9),
                property("netfilter.route-table", "77", c -> kernel(c).table(), 1089, 77));
    }

    private static Stream<Arguments> limits() {
        return Stream.of(
                property(
                        "limits.tracker.connections",
                        "1000",
                        c -> c.limits().tcp().maxFlows(),
                        65_536,
                        1_000),
                property(
                        "limits.tracker.half-open",
                        "1000",
                        c -> c.limits().tcp().maxHalfOpen(),
                        65_536,
                        1_000),
                property("limits.tracker.held", "128MiB", c -> c.limits().tcp().maxHeldBytes(), 64L << 20, 128L << 20),
                property(
                        "limits.tracker.held-per-connection",
                        "64KiB",
                        c -> c.limits().tcp().maxHeldBytesPerFlow(),
                        1 << 20,
                        64 << 10),
                property(
                        "limits.tracker.reorder-grace",
                        "2s",
                        c -> c.limits().tcp().reorderGrace(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2)),
                property(
                        "limits.tracker.idle",
                        "1h",
                        c -> c.limits().tcp().idleLimit(),
                        Duration.ofHours(2),
                        Duration.ofHours(1)),
                property(
                        "limits.tracker.half-open-idle",
                        "10s",
                        c -> c.limits().tcp().halfOpenLimit(),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10)),
                property("limits.load.servers", "10", c -> c.limits().load().maxServers(), 4_096, 10),
                property(
                        "limits.load.window",
                        "30s",
                        c -> c.limits().load().window(),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30)));
    }

    private static Stream<Arguments> databases() {
        return Stream.of(
                property(
                        "database.file",
                        "/srv/history",
                        c -> c.database().file(),
                        Path.of("/var/lib/active-router/state"),
                        Path.of("/srv/history")),
                property("database.in-memory", "true", c -> c.database().file() == null, false, true),
                property(
                        "database.keep-exchanges",
                        "1h",
                        c -> c.database().keepExchanges(),
                        Duration.ofHours(6),
                        Duration.ofHours(1)),
                property(
                        "database.keep-seconds",
                        "7d",
                        c -> c.database().keepSeconds(),
                        Duration.ofDays(30),
                        Duration.ofDays(7)),
                property(
                        "database.keep-minutes",
                        "31d",
                        c -> c.database().keepMinutes(),
                        Duration.ofDays(365),
                        Duration.ofDays(31)),
                property("database.size", "1GiB", c -> c.database().maxBytes(), 4L << 30, 1L << 30),
                property("database.reserve", "0B", c -> c.database().reserveBytes(), 64L << 20, 0L),
                property("database.servers", "10", c -> c.database().maxServers(), 100_000, 10),
                property("database.queue", "1000", c -> c.database().queuedExchanges(), 65_536, 1_000),
                property(
                        "database.flush",
                        "1s",
                        c -> c.database().flushInterval(),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1)));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                property(
                        "admin.socket",
                        "/tmp/a.sock",
                        c -> c.admin().socket(),
                        Path.of("/run/active-router/admin.sock"),
                        Path.of("/tmp/a.sock")),
                property(
                        "log.level",
                        "debug",
                        c -> c.log().level(),
                        LogConfiguration.Level.INFO,
                        LogConfiguration.Level.DEBUG));
    }

    static ServiceConfiguration service(RouterConfiguration configuration) {
        return configuration.services().getFirst();
    }

    static Policy slow(RouterConfiguration configuration) {
        return configuration.policies().get("slow");
    }

    private static Condition.ResponseTime responseTime(RouterConfiguration configuration) {
        return (Condition.ResponseTime) slow(configuration).conditions().getFirst();
    }

    private static KernelSettings kernel(RouterConfiguration configuration) {
        CaptureConfiguration capture =
                Configurations.least("capture.clients-side = [eth0]").capture();
        return configuration.netfilter().kernel(Path.of("netfilter-scripts"), capture);
    }
}
