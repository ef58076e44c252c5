package org.activerouter.manager.control;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.group.GroupStanding;
import org.activerouter.manager.group.MemberStanding;
import org.activerouter.manager.netfilter.RedirectionStatus;
import org.activerouter.manager.policy.EvidenceJson;
import org.activerouter.manager.policy.Standing;
import org.activerouter.manager.policy.Verdict;
import org.activerouter.manager.report.Estimates;
import org.activerouter.manager.report.Order;
import org.activerouter.manager.report.Remarks;
import org.activerouter.manager.report.Table;
import org.activerouter.proxy.CacheFigures;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;

/** The running router's status for people. Stateless. */
final class StatusText {
    private StatusText() {}

    static String of(RouterStatus status) {
        StringBuilder text = new StringBuilder();
        text.append(status.degraded().isEmpty() ? "All is well" : "DEGRADED");
        text.append(", running for ").append(time(status.uptime()));
        text.append(", configuration ").append(status.configurationHash());
        text.append(" of ").append(status.configuration()).append(".\n");
        status.degraded()
                .forEach(sentence -> text.append("  ! ").append(sentence).append('\n'));
        text.append('\n');
        servers(status, text);
        redirects(status.redirected(), text);
        handovers(status.handovers(), text);
        groups(status.groups(), text);
        services(status, text);
        parts(status, text);
        return text.toString();
    }

    /** What the rest rests on, a line each. */
    private static void parts(RouterStatus status, StringBuilder text) {
        AnalysisSnapshot seen = status.seen();
        RedirectionStatus kernel = status.kernel();
        text.append(String.format(
                Locale.ROOT,
                "%nCapture: %,d packets, %,d lost; %,d connections followed.%n",
                seen.tcp().packets(),
                seen.source().lost(),
                seen.tcp().openFlows()));
        Remarks.ofWatching(seen)
                .forEach(remark -> text.append("  ").append(remark).append('\n'));
        text.append(String.format(
                Locale.ROOT,
                "Kernel: %sredirects in force: %,d; mended %,d times, failed %,d times.%n",
                kernel.state() == RedirectionStatus.State.IN_FORCE ? "" : EvidenceJson.word(kernel.state()) + ", ",
                kernel.inForce().size(),
                kernel.mended(),
                kernel.failures()));
        text.append(String.format(
                Locale.ROOT,
                "History: %,d rows written, %,d dropped.%n",
                seen.history().rowsWritten(),
                seen.history().rowsDropped()));
    }

    private static void servers(RouterStatus status, StringBuilder text) {
        if (status.seen().servers().isEmpty()) {
            text.append("No server has been seen yet.\n");
            return;
        }
        Table table = new Table()
                .words("server")
                .words("policy")
                .words("mode")
                .words("verdict")
                .words("state")
                .numbers("queries/s")
                .numbers("response ms")
                .numbers("clients");
        Map<Endpoint, Standing> standings = status.standingsByServer();
        for (ServerSnapshot server : Order.serversByAddress(status.seen().servers())) {
            row(table, server, Optional.ofNullable(standings.get(server.server())));
        }
        table.appendTo(text);
        text.append("(queries/s and response ms over limits.load.window; policies have windows of their own:"
                + " 'active-router why SERVER')\n");
    }

    private static void row(Table table, ServerSnapshot server, Optional<Standing> standing) {
        table.row(
                server.server(),
                standing.flatMap(Standing::service)
                        .map(service -> service.policy().name())
                        .orElse("-"),
                standing.flatMap(Standing::service)
                        .map(service -> EvidenceJson.word(service.policy().mode()))
                        .orElse("-"),
                standing.flatMap(Standing::verdict).map(Verdict::word).orElse("-"),
                standing.map(known -> EvidenceJson.word(known.state())).orElse("direct"),
                estimate(server) + figure(server.queryRate().window()),
                estimate(server) + figure(server.windowResponseTime().mean()),
                server.clients());
    }

    /** A mark before what is only estimated. */
    private static String estimate(ServerSnapshot server) {
        return Estimates.isOne(server.protocol()) ? "~" : "";
    }

    private static void redirects(List<RedirectedServer> redirected, StringBuilder text) {
        if (redirected.isEmpty()) {
            return;
        }
        text.append('\n');
        Table table = new Table().words("redirected").words("to").words("phase").words("because");
        for (RedirectedServer server : redirected) {
            String port = server.service() + " on port " + server.door().listeningPort();
            String guard =
                    server.door().guarded() ? "" : " (another program holds the server's port: the lease protects)";
            table.row(server.server(), port + guard, EvidenceJson.word(server.phase()), server.because());
        }
        table.appendTo(text);
    }

    private static void handovers(List<HandoverStatus> handovers, StringBuilder text) {
        for (HandoverStatus each : handovers) {
            String lines = HandoverText.of(each);
            if (!lines.isEmpty()) {
                text.append("\nSessions of ")
                        .append(each.server())
                        .append(":\n")
                        .append(lines);
            }
        }
    }

    private static void groups(List<GroupStanding> groups, StringBuilder text) {
        if (groups.isEmpty()) {
            return;
        }
        text.append('\n');
        Table table = new Table()
                .words("group")
                .words("member")
                .words("state")
                .numbers("share %")
                .numbers("response ms")
                .numbers("requests")
                .numbers("failed")
                .words("measured by")
                .words("because");
        groups.forEach(group -> group.members().forEach(member -> row(table, group, member)));
        table.appendTo(text);
    }

    private static void row(Table table, GroupStanding group, MemberStanding member) {
        table.row(
                group.name(),
                member.member(),
                EvidenceJson.word(member.state()),
                figure(100 * member.share()),
                figure(member.responseMillis()),
                member.requests(),
                member.failures(),
                member.byBalancer() ? "balancer" : "packets",
                group.panic()
                        ? "too few are well: all are used"
                        : member.reason().isEmpty() ? "-" : member.reason());
    }

    private static void services(RouterStatus status, StringBuilder text) {
        new TreeMap<>(status.services()).forEach((name, service) -> {
            if (service.accepted() > 0) {
                service(name, service, text);
                CacheFigures cache = status.caches().get(name);
                if (cache != null) {
                    cache(cache, text);
                }
            }
        });
    }

    private static void service(String name, ServiceSnapshot service, StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "%n%s: %,d sessions open, %,d accepted, %,d bytes queued.%n",
                name,
                service.open(),
                service.accepted(),
                service.bytesQueued()));
        met(service.refused(), text);
    }

    private static void cache(CacheFigures cache, StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "  %,d queries: %s answered from the cache%s, %,d with another's answer, %,d forwarded; %,d asked again behind"
                        + " an answer.%n",
                cache.queries(),
                percent(cache.answeredShare()),
                within(cache.p99Nanos()),
                cache.shared(),
                cache.forwarded(),
                cache.refreshed()));
        text.append(String.format(
                Locale.ROOT,
                "  %,d answers in %,d kB; %,d were kept, %,d of them seen before anybody was redirected, %,d dropped for want"
                        + " of room.%n",
                cache.entries(),
                cache.bytes() / 1024,
                cache.kept(),
                cache.keptFromCapture(),
                cache.evicted()));
    }

    private static String within(long p99Nanos) {
        if (p99Nanos == 0) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                " (99 %% of them within %s)",
                p99Nanos < 1_000_000
                        ? String.format(Locale.ROOT, "%.0f us", p99Nanos / 1e3)
                        : String.format(Locale.ROOT, "%.2f ms", p99Nanos / 1e6));
    }

    /** What a service did for one server, where there is something to tell. */
    static void served(String service, ServedSnapshot served, StringBuilder text) {
        if (served.accepted() == 0) {
            return;
        }
        text.append(String.format(
                Locale.ROOT, "  %s: %,d sessions open, %,d accepted", service, served.open(), served.accepted()));
        if (served.queries() > 0) {
            text.append(queries(served));
        }
        text.append('\n');
    }

    private static String queries(ServedSnapshot served) {
        return served.forwarded() == served.queries()
                ? String.format(Locale.ROOT, "; all of %,d queries were passed on", served.queries())
                : String.format(
                        Locale.ROOT,
                        "; of %,d queries %,d went to the server, %s less",
                        served.queries(),
                        served.forwarded(),
                        percent(1 - (double) served.forwarded() / served.queries()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Not all of them turn somebody away: some only end what a service did beyond passing on. */
    private static void met(Map<String, Long> limits, StringBuilder text) {
        String met = new TreeMap<>(limits)
                .entrySet().stream()
                        .filter(limit -> limit.getValue() > 0)
                        .map(limit -> String.format(Locale.ROOT, "%s %,d", limit.getKey(), limit.getValue()))
                        .collect(Collectors.joining(", "));
        if (!met.isEmpty()) {
            text.append("  Limits and faults met: ").append(met).append(".\n");
        }
    }

    private static String figure(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f", value) : "-";
    }

    private static String time(Duration uptime) {
        long hours = uptime.toHours();
        if (uptime.toDays() > 0) {
            return uptime.toDays() + " d " + uptime.toHoursPart() + " h";
        }
        return hours > 0
                ? hours + " h " + uptime.toMinutesPart() + " min"
                : uptime.toMinutes() + " min " + uptime.toSecondsPart() + " s";
    }
}
