package org.activerouter.manager.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.load.ResponseTimes;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.SourceStatus;
import org.activerouter.capture.tcp.TcpCounters;
import org.activerouter.capture.tcp.TcpLimits;

/** A running observation for people, at one moment. Stateless after construction; any thread. */
public final class LiveView {
    private final String title;
    private final AnalysisSettings settings;

    /**
     * A view of one observation.
     *
     * @param title what is observed
     * @param settings its caps, whose fill is shown
     */
    public LiveView(String title, AnalysisSettings settings) {
        this.title = Printable.text(title);
        this.settings = settings;
    }

    /**
     * The lines that show a moment.
     *
     * @param running how long it has been running
     * @param height how many lines there is room for
     */
    public List<String> lines(AnalysisSnapshot snapshot, Duration running, int height) {
        List<String> lines = new ArrayList<>();
        lines.add(title + "   " + clock(running));
        lines.add(traffic(snapshot));
        lines.addAll(caps(snapshot));
        List<String> remarks = Remarks.of(snapshot);
        lines.add("");
        // The table gives way to the remarks, not they to it: without them its figures could mislead.
        int room = Math.max(1, height - lines.size() - (remarks.isEmpty() ? 0 : remarks.size() + 1) - 2);
        lines.addAll(servers(snapshot, room));
        if (!remarks.isEmpty()) {
            lines.add("");
            lines.addAll(remarks);
        }
        return lines.subList(0, Math.min(height, lines.size()));
    }

    private static String clock(Duration running) {
        return "%d:%02d:%02d".formatted(running.toHours(), running.toMinutesPart(), running.toSecondsPart());
    }

    private static String traffic(AnalysisSnapshot snapshot) {
        TcpCounters tcp = snapshot.tcp();
        SourceStatus source = snapshot.source();
        return Figures.count(tcp.packets(), "packet") + ", " + Figures.size(tcp.bytes()) + ", lost " + source.lost()
                + "; "
                + Figures.count(tcp.flows(), "connection") + " with data, " + tcp.openFlows() + " open; "
                + Figures.count(tcp.gaps(), "gap") + ", " + snapshot.opaqueFlows() + " opaque, "
                + snapshot.unmeasuredQueries() + " unmeasured";
    }

    private List<String> caps(AnalysisSnapshot snapshot) {
        TcpCounters tcp = snapshot.tcp();
        TcpLimits limits = settings.tcpLimits();
        return List.of(
                "caps: connections " + Figures.fill(tcp.openFlows(), limits.maxFlows()) + ", half-open "
                        + Figures.fill(tcp.halfOpen(), limits.maxHalfOpen()),
                "      bytes held " + Figures.fill(tcp.heldBytes(), limits.maxHeldBytes()) + ", servers "
                        + Figures.fill(
                                snapshot.servers().size(), settings.loadLimits().maxServers()) + ", database queue "
                        + snapshot.history().queued());
    }

    private List<String> servers(AnalysisSnapshot snapshot, int room) {
        if (snapshot.servers().isEmpty()) {
            return List.of("No server seen yet.");
        }
        List<ServerSnapshot> servers = Order.mostAskedFirst(snapshot.servers());
        boolean cut = servers.size() > room;
        List<ServerSnapshot> shown = cut ? servers.subList(0, Math.max(1, room - 1)) : servers;
        Table table = heads();
        shown.forEach(server -> addRow(table, server));
        if (cut) {
            table.remark("... and " + (servers.size() - shown.size()) + " more (use --json)");
        }
        StringBuilder text = new StringBuilder();
        table.appendTo(text);
        return text.toString().lines().toList();
    }

    private Table heads() {
        String window = " " + settings.loadLimits().window().toSeconds() + "s";
        return new Table()
                .words("server")
                .words("protocol")
                .numbers("clients")
                .numbers("queries")
                .numbers("waiting")
                .numbers("unanswered")
                .numbers("queries/s" + window)
                .numbers("peak/s")
                .numbers("response ms" + window + ": mean")
                .numbers("p50")
                .numbers("p95")
                .numbers("max");
    }

    private static void addRow(Table table, ServerSnapshot server) {
        ResponseTimes times = server.windowResponseTime();
        table.row(
                server.server(),
                server.protocol(),
                server.clients(),
                server.queries(),
                server.outstanding(),
                server.unanswered(),
                Figures.rate(server.queryRate().window()),
                Figures.rate(server.queryRate().peak()),
                Figures.millis(times.mean()),
                Figures.millis(times.p50()),
                Figures.millis(times.p95()),
                Figures.millis(times.max()));
    }
}
