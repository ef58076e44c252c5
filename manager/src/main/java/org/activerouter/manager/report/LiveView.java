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
    /** More are for programs. */
    private static final int MOST_SERVERS = 40;

    /** One above the table, one below. */
    private static final int EMPTY_LINES = 2;

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

    /** The lines that show a moment where there is room. */
    public List<String> lines(AnalysisSnapshot snapshot, Duration running) {
        return lines(snapshot, running, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * The lines that show a moment on a screen.
     *
     * @param running how long it has been running
     * @param columns where sentences are broken; rows of the table are not
     * @param rows how many lines there is room for
     */
    public List<String> lines(AnalysisSnapshot snapshot, Duration running, int columns, int rows) {
        List<String> head = wrapped(head(snapshot, running), columns);
        List<String> remarks = wrapped(Remarks.of(snapshot), columns);
        // The table gives way to the remarks, not they to it: without them its figures could mislead.
        int room = rows - head.size() - remarks.size() - EMPTY_LINES - 1;
        List<String> lines = new ArrayList<>(head);
        lines.add("");
        lines.addAll(servers(snapshot, Math.max(1, Math.min(room, MOST_SERVERS))));
        if (!remarks.isEmpty()) {
            lines.add("");
            lines.addAll(remarks);
        }
        return lines.subList(0, Math.min(rows, lines.size()));
    }

    private List<String> head(AnalysisSnapshot snapshot, Duration running) {
        return List.of(title + "   " + clock(running), traffic(snapshot), "caps: " + caps(snapshot));
    }

    private static List<String> wrapped(List<String> sentences, int columns) {
        return sentences.stream()
                .flatMap(sentence -> Figures.wrapped(sentence, columns).stream())
                .toList();
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

    private String caps(AnalysisSnapshot snapshot) {
        TcpCounters tcp = snapshot.tcp();
        TcpLimits limits = settings.tcpLimits();
        return "connections " + Figures.fill(tcp.openFlows(), limits.maxFlows()) + ", half-open "
                + Figures.fill(tcp.halfOpen(), limits.maxHalfOpen()) + ", bytes held "
                + Figures.fill(tcp.heldBytes(), limits.maxHeldBytes()) + ", servers "
                + Figures.fill(snapshot.servers().size(), settings.loadLimits().maxServers()) + ", database queue "
                + snapshot.history().queued();
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
        String window = settings.loadLimits().window().toSeconds() + "s";
        return new Table()
                .words("server")
                .numbers("clients")
                .numbers("queries")
                .numbers("waiting")
                .numbers("q/s " + window)
                .numbers("peak")
                .numbers("ms " + window + ": mean")
                .numbers("p50")
                .numbers("p95")
                .numbers("max");
    }

    private static void addRow(Table table, ServerSnapshot server) {
        ResponseTimes times = server.windowResponseTime();
        table.row(
                server.server(),
                server.clients(),
                server.queries(),
                server.outstanding(),
                Figures.rate(server.queryRate().window()),
                Figures.rate(server.queryRate().peak()),
                Figures.millis(times.mean()),
                Figures.millis(times.p50()),
                Figures.millis(times.p95()),
                Figures.millis(times.max()));
    }
}
