package org.activerouter.analyzer.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.load.ClientSnapshot;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.tcp.TcpLimits;

/**
 * What a whole analysis made of a recording.
 *
 * @param snapshot its end
 * @param clients every connection
 * @param remembered what history was told
 * @param heard what a live source would have been told
 */
record Analysed(
        AnalysisSnapshot snapshot,
        List<ClientSnapshot> clients,
        RememberedHistory remembered,
        List<LearnedService> heard) {
    static final int SERVER_PORT = 8888;

    static Analysed of(Recording recording) {
        return of(new RecordingSource(recording), Map.of(SERVER_PORT, "opennap"), false);
    }

    /** The same where nobody has said on which port a server listens. */
    static Analysed byItself(Recording recording) {
        return of(new RecordingSource(recording), Map.of(), true);
    }

    /** The same where HTTP is spoken on its port. */
    static Analysed ofHttp(Recording recording) {
        return of(new RecordingSource(recording), Map.of(80, "http"), false);
    }

    static Analysed of(FrameSource source) {
        return of(source, Map.of(SERVER_PORT, "opennap"), false);
    }

    /** The same where an earlier run has learned about a server, and this one does not study. */
    static Analysed remembering(Recording recording, LearnedService learned) {
        return of(new RecordingSource(recording), Map.of(), false, List.of(learned));
    }

    private static Analysed of(FrameSource source, Map<Integer, String> ports, boolean learn) {
        return of(source, ports, learn, List.of());
    }

    private static Analysed of(
            FrameSource source, Map<Integer, String> ports, boolean learn, List<LearnedService> before) {
        RememberedHistory history = new RememberedHistory();
        List<LearnedService> heard = new ArrayList<>();
        Analysis analysis = new Analysis(new AnalysisSettings(
                ports, learn, TcpLimits.defaults(), LoadLimits.defaults(), history, before, heard::add));
        try {
            analysis.run(source);
        } catch (CaptureException e) {
            throw new AssertionError(e);
        }
        return new Analysed(analysis.snapshot(), analysis.clients(), history, heard);
    }

    Counts total() {
        return snapshot.servers().stream().map(Analysed::counts).reduce(Counts.NONE, Counts::plus);
    }

    /** By server, for those that were asked. */
    Map<String, Counts> byServer() {
        Map<String, Counts> all = new TreeMap<>();
        for (ServerSnapshot server : snapshot.servers()) {
            if (server.queries() > 0) {
                all.put(server.server().toString(), counts(server));
            }
        }
        return all;
    }

    /** By address, for those that asked. */
    Map<String, Counts> byQueryingClient() {
        Map<String, Counts> all = new TreeMap<>();
        for (ClientSnapshot client : clients) {
            if (client.queries() > 0) {
                all.merge(client.client().address().getHostAddress(), counts(client), Counts::plus);
            }
        }
        return all;
    }

    /** From the rows of the query/response table. */
    Counts fromExchanges() {
        return remembered.exchanges().stream()
                .map(row -> new Counts(1, row.results(), row.outcome() == Outcome.COMPLETED ? 1 : 0))
                .reduce(Counts.NONE, Counts::plus);
    }

    /** From the seconds. */
    Counts fromSeconds() {
        return remembered.seconds().stream()
                .map(second -> new Counts(second.queries(), second.results(), second.completed()))
                .reduce(Counts.NONE, Counts::plus);
    }

    /** Whether the operator is told that something could not be seen or measured. */
    boolean saysLoss() {
        return snapshot.tcp().gaps() > 0
                || snapshot.joinedFlows() > 0
                || snapshot.unmeasuredQueries() > 0
                || snapshot.servers().stream().anyMatch(server -> server.unanswered() > 0);
    }

    private static Counts counts(ServerSnapshot server) {
        return new Counts(server.queries(), server.results(), server.completed());
    }

    static Counts counts(ClientSnapshot client) {
        return new Counts(client.queries(), client.results(), client.completed());
    }
}
