package org.activerouter.manager.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.activerouter.analyzer.load.ClientSnapshot;
import org.activerouter.analyzer.load.KindSnapshot;
import org.activerouter.analyzer.load.ResponseTimes;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.tcp.TcpCounters;

/** A finished run for people: a table of servers, one of their speed, one of their clients, and what must be known of them. */
public final class TextReport {
    /** More than a screen of servers, or of one server's clients, is for programs. */
    private static final int MOST_SERVERS = 40;

    private static final int MOST_CLIENTS = 40;
    private static final int MOST_KINDS = 8;
    private static final int LONGEST_NICK = 32;

    private final StringBuilder text = new StringBuilder();
    private final Report report;
    private final List<ServerSnapshot> servers;

    private TextReport(Report report) {
        this.report = report;
        this.servers = Order.mostAskedFirst(report.snapshot().servers());
    }

    /** The whole text. */
    public static String of(Report report) {
        TextReport writer = new TextReport(report);
        writer.write();
        return writer.text.toString();
    }

    private void write() {
        writeSummary();
        if (servers.isEmpty()) {
            writeNothingFound();
        } else {
            writeServers();
            writeSpeed();
            writeKinds();
            writeClients();
        }
        writeRemarks();
    }

    private void writeSummary() {
        TcpCounters tcp = report.snapshot().tcp();
        text.append(Figures.count(tcp.packets(), "packet"))
                .append(", ")
                .append(Figures.size(tcp.bytes()))
                .append(", ")
                .append(Figures.count(tcp.flows(), "connection"))
                .append(" with data, ")
                .append(Figures.count(servers.size(), "server"))
                .append(".\n");
    }

    private void writeNothingFound() {
        text.append("\nNo server was found on the ports watched: ")
                .append(ports())
                .append(".\n");
        if (!report.learning()) {
            text.append("If it listens elsewhere, name its port with --port, or let --learn look for it.\n");
        }
    }

    private String ports() {
        StringBuilder list = new StringBuilder();
        new TreeMap<>(report.ports())
                .forEach((port, protocol) -> list.append(list.isEmpty() ? "" : ", ")
                        .append(port)
                        .append(" (")
                        .append(protocol)
                        .append(')'));
        return list.toString();
    }

    private void writeServers() {
        Table table = new Table()
                .words("server")
                .words("protocol")
                .numbers("clients")
                .numbers("queries")
                .numbers("results")
                .numbers("completed")
                .numbers("refused")
                .numbers("unanswered")
                .numbers("unmeasured");
        for (ServerSnapshot server : firstOf(servers, MOST_SERVERS)) {
            table.row(
                    server.server(),
                    server.protocol(),
                    server.clients(),
                    server.queries(),
                    server.results(),
                    server.completed(),
                    server.refused(),
                    server.unanswered(),
                    server.unmeasured());
        }
        write(table, servers.size() - MOST_SERVERS);
    }

    private void writeSpeed() {
        Table table = new Table()
                .words("server")
                .numbers("queries/s")
                .numbers("peak/s")
                .numbers("response ms: mean")
                .numbers("p50")
                .numbers("p95")
                .numbers("p99")
                .numbers("max")
                .numbers("measured");
        for (ServerSnapshot server : firstOf(servers, MOST_SERVERS)) {
            ResponseTimes times = server.responseTime();
            table.row(
                    server.server(),
                    Figures.rate(server.queryRate().mean()),
                    Figures.rate(server.queryRate().peak()),
                    Figures.millis(times.mean()),
                    Figures.millis(times.p50()),
                    Figures.millis(times.p95()),
                    Figures.millis(times.p99()),
                    Figures.millis(times.max()),
                    times.count());
        }
        write(table, servers.size() - MOST_SERVERS);
    }

    /** For protocols that tell kinds of queries apart: what was asked for, and how long whole answers took. */
    private void writeKinds() {
        List<ServerSnapshot> known =
                servers.stream().filter(server -> !server.kinds().isEmpty()).toList();
        if (known.isEmpty()) {
            return;
        }
        Table ends = new Table()
                .words("server")
                .numbers("ms to the end: mean")
                .numbers("p50")
                .numbers("p95")
                .numbers("p99")
                .numbers("max")
                .numbers("measured");
        Table kinds = new Table().words("server").words("asked for").numbers("2xx");
        kinds.numbers("3xx").numbers("4xx").numbers("5xx");
        for (ServerSnapshot server : firstOf(known, MOST_SERVERS)) {
            addEnds(ends, server);
            addKinds(kinds, server);
        }
        write(ends, known.size() - MOST_SERVERS);
        write(kinds, 0);
    }

    private static void addEnds(Table table, ServerSnapshot server) {
        ResponseTimes times = server.completionTime();
        table.row(
                server.server(),
                Figures.millis(times.mean()),
                Figures.millis(times.p50()),
                Figures.millis(times.p95()),
                Figures.millis(times.p99()),
                Figures.millis(times.max()),
                times.count());
    }

    private static void addKinds(Table table, ServerSnapshot server) {
        for (KindSnapshot kind : firstOf(server.kinds(), MOST_KINDS)) {
            table.row(
                    server.server(),
                    Printable.text(kind.kind()),
                    kind.answers().getOrDefault("2xx", 0L),
                    kind.answers().getOrDefault("3xx", 0L),
                    kind.answers().getOrDefault("4xx", 0L),
                    kind.answers().getOrDefault("5xx", 0L));
        }
        remarkCut(table, server.kinds().size() - MOST_KINDS);
    }

    private void writeClients() {
        // The nick comes last: whatever width a terminal gives its letters, no column stands behind it.
        Table table = new Table()
                .words("server")
                .words("client")
                .numbers("queries")
                .numbers("results")
                .numbers("completed")
                .words("nick");
        Map<Endpoint, List<ClientSnapshot>> byServer = Order.clientsByServer(report.clients());
        for (ServerSnapshot server : firstOf(servers, MOST_SERVERS)) {
            addClients(table, byServer.getOrDefault(server.server(), List.of()));
        }
        write(table, 0);
    }

    private static void addClients(Table table, List<ClientSnapshot> clients) {
        for (ClientSnapshot client : firstOf(clients, MOST_CLIENTS)) {
            String nick = client.nick();
            table.row(
                    client.server(),
                    client.client(),
                    client.queries(),
                    client.results(),
                    client.completed(),
                    nick == null ? "-" : Printable.text(nick, LONGEST_NICK));
        }
        remarkCut(table, clients.size() - MOST_CLIENTS);
    }

    private void write(Table table, int leftOut) {
        remarkCut(table, leftOut);
        text.append('\n');
        table.appendTo(text);
    }

    private static void remarkCut(Table table, int leftOut) {
        if (leftOut > 0) {
            table.remark("... and " + leftOut + " more (use --json)");
        }
    }

    private static <T> List<T> firstOf(List<T> list, int most) {
        return list.subList(0, Math.min(most, list.size()));
    }

    private void writeRemarks() {
        List<String> remarks = Remarks.of(report.snapshot(), report.history());
        if (!remarks.isEmpty() || !report.obstacles().isEmpty()) {
            text.append('\n');
        }
        remarks.forEach(remark -> text.append(remark).append('\n'));
        report.obstacles()
                .forEach(obstacle -> text.append("Not read to the end: ")
                        .append(Printable.text(obstacle))
                        .append('\n'));
    }
}
