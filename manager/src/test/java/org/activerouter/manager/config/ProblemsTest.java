package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, and in which words. Lines that are added to the least configuration begin with the fourth. */
final class ProblemsTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource({"wrongValues", "contradictions", "uselessPolicies"})
    void oneMistakeGivesOneMessage(String line, String problem) {
        assertThat(Configurations.problems(line)).containsExactly("router.conf:4: " + problem);
    }

    static Stream<Arguments> wrongValues() {
        String window = "policies.slow.window: expected a duration with its unit, from 500ms to 10m, not ";
        String buffer = "capture.buffer: expected a size with its unit, from 1MiB to 1GiB, not ";
        String never =
                "services.directory.never: expected an IPv4 address and a port, such as \"192.0.2.1:8888\", not ";
        return Stream.of(
                arguments("policies.slow.window = 2000", window + "2000"),
                arguments("policies.slow.window = 2 parsecs", window + "'2 parsecs'"),
                arguments("policies.slow.window = -2s", window + "'-2s'"),
                arguments("policies.slow.window = 1h", window + "'1h'"),
                arguments("policies.slow.window = 1e99s", window + "'1e99s'"),
                arguments("policies.slow.window = null", window + "null"),
                arguments("policies.slow.window = [2s]", window + "a list"),
                arguments("policies.slow.window { a = 1 }", window + "a section { ... }"),
                arguments("capture.buffer = 999999999999999TiB", buffer + "'999999999999999TiB'"),
                arguments("capture.buffer = true", buffer + "true"),
                arguments("capture.learn = maybe", "capture.learn: expected true or false, not 'maybe'"),
                arguments(
                        "capture.clients-side = [\"eth 0\"]",
                        "capture.clients-side: expected the name of an interface, not 'eth 0'"),
                arguments("capture.clients-side = [eth0, eth0]", "capture.clients-side: 'eth0' is in the list twice"),
                arguments(
                        "policies.slow.minimum-samples = 2.5",
                        "policies.slow.minimum-samples: expected a whole number from 1 to 1000000, not 2.5"),
                arguments(
                        "policies.slow.minimum-samples = \"20\"",
                        "policies.slow.minimum-samples: expected a whole number from 1 to 1000000, not '20'"),
                arguments(
                        "policies.slow.hold-growth = 1e999",
                        "policies.slow.hold-growth: expected a number from 1 to 100, not Infinity"),
                arguments("policies.slow.mode = Act", "policies.slow.mode: expected one of observe, act, not 'Act'"),
                arguments("services.directory.never = [\"10.0.0.256:8888\"]", never + "'10.0.0.256:8888'"),
                arguments("services.directory.never = [\"10.0.0.5:0\"]", never + "'10.0.0.5:0'"),
                arguments("services.directory.never = [\"directory:8888\"]", never + "'directory:8888'"),
                arguments("services.directory.never = [\"[::1]:8888\"]", never + "'[::1]:8888'"),
                arguments(
                        "database.file = state",
                        "database.file: expected the path of a file that begins with / (at most 1024 bytes), not 'state'"),
                arguments("relay = 5", "relay: expected a section { ... }"),
                arguments(
                        "services { \"A B\" { protocol = opennap, policy = slow } }",
                        "services: 'A B' is not a name: expected a name of lower-case letters, digits, - and _ (at most 32)"),
                arguments(
                        "x = 1",
                        "unknown key 'x' (known here: admin, cache-proxy, capture, database, groups, http, http-cache, limits, log, metrics, netfilter,"
                                + " policies, relay, services)"),
                arguments("netfilter.leese = 3s", "netfilter: unknown key 'leese'; did you mean lease?"),
                arguments(
                        "services.a { protocol = opennap, ports = [1] }",
                        "services.a.policy: is missing: a name of"
                                + " lower-case letters, digits, - and _ (at most 32)"));
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                arguments(
                        "capture.clients-side = [eth1]",
                        "capture.clients-side: 'eth1' is on the servers' side too (an interface has one side: on both,"
                                + " every packet would be seen twice)"),
                arguments(
                        "services.b { protocol = jxta, ports = [8888], policy = slow }",
                        "services.b.ports: port 8888 belongs to the service directory already"),
                arguments(
                        "services.directory.only = [\"10.0.0.5:7777\"]",
                        "services.directory.only: names 10.0.0.5:7777, whose port is none of the service's (it has:"
                                + " [8888])"),
                arguments(
                        "services.directory { only = [\"10.0.0.5:8888\"], never = [\"10.0.0.5:8888\"] }",
                        "services.directory.only: names 10.0.0.5:8888, which never excludes (take it out of one of the two"
                                + " lists)"),
                arguments(
                        "services.b { protocol = jxta, policy = slow, service = cache }",
                        "services.b.service: there is no service 'cache' (known: relay)"),
                arguments(
                        "policies.slow.handover = takeover",
                        "policies.slow.handover: takeover is not available in this version (it has: new-only)"),
                arguments(
                        "relay { connections = 10, connections-per-address = 11 }",
                        "relay.connections-per-address: is more than connections, 10"),
                arguments(
                        "relay { queued = 1MiB, queued-per-connection = 2MiB }",
                        "relay.queued-per-connection: is more than queued, which is for all sessions together"),
                arguments("http.second-try = 6m", "http.second-try: is longer than answer-time, 5m"),
                arguments(
                        "http.split.part = 8MiB",
                        "http.split.part: is more than above: nothing that is split would have two parts"),
                arguments(
                        "http.split.ahead = 512KiB",
                        "http.split.ahead: is less than part: nothing could come before its turn"),
                arguments(
                        "http-cache.size = 8MiB",
                        "http-cache.largest-object: its default, 4MiB, is more than a quarter of size"),
                arguments("cache-proxy.soft-ttl = 31s", "cache-proxy.soft-ttl: is longer than ttl, 30s"),
                arguments("cache-proxy { ttl = 10m }", "cache-proxy.ttl: is longer than stale-limit, 5m"),
                arguments(
                        "netfilter.lease = 2500ms",
                        "netfilter.lease: is not in whole seconds, which is how the kernel counts it"),
                arguments(
                        "netfilter { lease = 3s, refresh = 1001ms }",
                        "netfilter.refresh: is more than a third of lease, 3s: one late renewal would end every redirect (at"
                                + " most 1s)"),
                arguments(
                        "netfilter.route-table = 254",
                        "netfilter.route-table: is one of the kernel's own tables (253 to 255)"),
                arguments(
                        "limits.tracker { held = 1MiB, held-per-connection = 2MiB }",
                        "limits.tracker.held-per-connection: is more than held, which is for all connections together"),
                arguments(
                        "database { in-memory = true, file = /x }",
                        "database.file: contradicts in-memory = true (take one of the two out)"),
                arguments("database.keep-seconds = 1h", "database.keep-seconds: is shorter than keep-exchanges, 6h"),
                arguments("database.keep-minutes = 1d", "database.keep-minutes: is shorter than keep-seconds, 30d"));
    }

    static Stream<Arguments> uselessPolicies() {
        return Stream.of(
                arguments(
                        "policies.x {}",
                        "policies.x: has no condition: the policy could never fire (known:"
                                + " response-time, response-time-relative, query-rate, results-per-answer)"),
                arguments(
                        "policies.x { query-rate { high = 5, low = 6 }, minimum-samples = 5 }",
                        "policies.x.query-rate.low: must be below high"),
                arguments(
                        "policies.x { response-time { high = 100ms, low = 95ms } }",
                        "policies.x.response-time.low: is so near to high that the verdict would flap; it must be at most 90 %"
                                + " of high"),
                arguments(
                        "policies.slow { hold = 0s, dwell = 0s }",
                        "policies.slow.hold: is shorter than the window, 2 s: it would flap, a redirect being judged by what was"
                                + " measured before it"),
                arguments(
                        "policies.slow.redirected-share = 0.0",
                        "policies.slow.redirected-share: expected a share above 0 and at most 1, not 0"),
                arguments(
                        "policies.slow.longest-hold = 30s", "policies.slow.longest-hold: is shorter than hold, 1 min"),
                arguments(
                        "policies.slow.window = 600ms",
                        "policies.slow.window: is 600 ms; it must be a multiple of 250 ms, the grain of the measurement"));
    }

    @Test
    void aValueThatCannotBeReadIsNotComparedWithOthers() {
        assertThat(Configurations.problems("policies.x { response-time { high = fast, low = 500ms } }"))
                .containsExactly(
                        "router.conf:4: policies.x.response-time.high: expected a duration with its unit, from 1us"
                                + " to 10m, not 'fast'");
    }

    @Test
    void anEmptyFileSaysWhatIsMissing() {
        assertThat(Configurations.problemsOf(""))
                .containsExactly(
                        "router.conf: capture.servers-side: is missing: a list of 1 to 16 interfaces",
                        "router.conf: services: there is no service: the router would watch nothing"
                                + " (services { NAME { protocol = ... } })");
    }

    @Test
    void aPolicyThatActsNeedsASideToActOn() {
        assertThat(Configurations.problems("policies.slow.mode = act"))
                .containsExactly(
                        "router.conf:1: capture.clients-side: its default, [], names no interface, so that nothing could be redirected,"
                                + " although the policy slow has mode = act (name the interfaces towards the clients, or set mode = observe)");
    }

    @Test
    void aFlawOfADefaultIsToldAtItsSection() {
        assertThat(Configurations.problems("policies.slow.window = 5m"))
                .containsExactly(
                        "router.conf:3: policies.slow.hold: its default, 1m, is shorter than the window, 5 min: it would flap, a"
                                + " redirect being judged by what was measured before it");
    }

    @Test
    void aSyntaxErrorHasItsLine() {
        assertThat(Configurations.problems("", "admin { socket = \"/a"))
                .singleElement()
                .asString()
                .startsWith("router.conf:5: ");
    }

    @Test
    void whoeverMakesVeryManyMistakesHearsOfTheFirstOnes() {
        String many = String.join(
                "\n", IntStream.range(0, 500).mapToObj(i -> "x" + i + " = 1").toList());

        List<String> problems = Configurations.problems(many);

        assertThat(problems).hasSize(101).last().isEqualTo("router.conf: and 400 more problems");
        assertThat(problems.getFirst()).startsWith("router.conf:4: ");
    }

    @Test
    void textOfTheFileCannotReachATerminalUnescaped() {
        assertThat(Configurations.problems("\"\\u001b[2J\" = 1"))
                .singleElement()
                .asString()
                .contains("\\x1b[2J")
                .doesNotContain("\u001b");
    }
}
