package org.activerouter.manager.metrics;

import java.util.List;
import org.activerouter.analyzer.load.ResponseTimes;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.manager.control.HandoverStatus;
import org.activerouter.manager.control.RouterStatus;
import org.activerouter.manager.metrics.Families.Family;
import org.activerouter.manager.policy.Standing;
import org.activerouter.manager.policy.Verdict;

/** What was measured of each server, and what is done about it. Stateless. */
final class ServerMetrics {
    private static final String SERVER = "server";

    private ServerMetrics() {}

    static void add(RouterStatus now, Families to) {
        counts(now.seen().servers(), to);
        lately(now.seen().servers(), to);
        standings(now.standings(), to);
        handovers(now.handovers(), to);
    }

    private static void counts(List<ServerSnapshot> servers, Families to) {
        Family queries = to.counter("server_queries", "Queries that clients sent to the server.");
        Family unmeasured = to.counter("server_unmeasured_queries", "Those whose response time is not known.");
        Family unanswered = to.counter("server_unanswered_queries", "Those whose connection ended first.");
        Family refused = to.counter("server_refused_queries", "Those that the server refused with an error.");
        Family results = to.counter("server_results", "Results in all answers of the server.");
        for (ServerSnapshot each : servers) {
            String[] labels = labels(each);
            queries.add(each.queries(), labels);
            unmeasured.add(each.unmeasured(), labels);
            unanswered.add(each.unanswered(), labels);
            refused.add(each.refused(), labels);
            results.add(each.results(), labels);
        }
    }

    private static void lately(List<ServerSnapshot> servers, Families to) {
        Family outstanding = to.gauge("server_outstanding_queries", "Queries that the server has not answered yet.");
        Family clients = to.gauge("server_clients", "Addresses that connected to the server so far.");
        Family rate = to.gauge("server_query_rate", "Queries per second over the sliding window.");
        Family times =
                to.gauge("server_response_time_seconds", "From a query to the first answer, over the sliding window.");
        for (ServerSnapshot each : servers) {
            String[] labels = labels(each);
            outstanding.add(each.outstanding(), labels);
            clients.add(each.clients(), labels);
            rate.add(each.queryRate().window(), labels);
            times(each, times);
        }
    }

    private static void times(ServerSnapshot server, Family to) {
        ResponseTimes times = server.windowResponseTime();
        time(server, "mean", times.mean(), to);
        time(server, "p50", times.p50(), to);
        time(server, "p95", times.p95(), to);
        time(server, "p99", times.p99(), to);
        time(server, "max", times.max(), to);
    }

    private static void time(ServerSnapshot server, String statistic, double millis, Family to) {
        to.add(millis / 1e3, SERVER, server.server().toString(), "protocol", server.protocol(), "statistic", statistic);
    }

    private static String[] labels(ServerSnapshot server) {
        return new String[] {SERVER, server.server().toString(), "protocol", server.protocol()};
    }

    private static void standings(List<Standing> standings, Families to) {
        Family states = to.gauge("server_state", "What is done about the server.");
        Family overloaded = to.gauge("server_overloaded", "Whether its policy calls it overloaded.");
        Family redirects = to.counter("server_redirects", "How often a redirect has begun, or would have.");
        for (Standing each : standings) {
            String server = each.server().toString();
            Families.addStates(states, Standing.State.class, each.state(), SERVER, server);
            each.verdict()
                    .ifPresent(
                            verdict -> overloaded.add(verdict instanceof Verdict.Overloaded ? 1 : 0, SERVER, server));
            redirects.add(each.redirects(), SERVER, server);
        }
    }

    private static void handovers(List<HandoverStatus> handovers, Families to) {
        Family sessions = to.gauge(
                "handover_sessions", "What became of the sessions that were open when the server was redirected last.");
        Family pauses = to.gauge("handover_longest_pause_seconds", "No session that was moved stood still longer.");
        Family failures = to.gauge("handover_failures", "How often a move was given up.");
        for (HandoverStatus each : handovers) {
            String server = each.server().toString();
            sessions.add(each.takenOver(), SERVER, server, "outcome", "taken-over");
            sessions.add(each.reconnected(), SERVER, server, "outcome", "reconnected");
            sessions.add(each.handedBack(), SERVER, server, "outcome", "handed-back");
            sessions.add(each.stillRelayed(), SERVER, server, "outcome", "still-relayed");
            sessions.add(
                    each.left().values().stream().mapToInt(Integer::intValue).sum(), SERVER, server, "outcome", "left");
            pauses.add(each.longestPauseMillis() / 1e3, SERVER, server);
            failures.add(each.failures(), SERVER, server);
        }
    }
}
