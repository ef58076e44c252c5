package org.activerouter.manager.report;

import java.util.List;
import java.util.Map;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.analyzer.load.ClientSnapshot;

/**
 * What a run has to tell.
 *
 * @param running whether it goes on; what each client did is known only when it is over
 * @param ports the protocol of each port that was watched
 * @param learning whether other ports were studied
 * @param snapshot what was measured
 * @param history how the database is doing, which is known later than the rest
 * @param clients what each client connection did
 * @param obstacles sentences about what could not be read to its end
 */
public record Report(
        boolean running,
        Map<Integer, String> ports,
        boolean learning,
        AnalysisSnapshot snapshot,
        HistoryStatus history,
        List<ClientSnapshot> clients,
        List<String> obstacles) {
    /** Keeps its own copies. */
    public Report {
        ports = Map.copyOf(ports);
        clients = List.copyOf(clients);
        obstacles = List.copyOf(obstacles);
    }

    /** A moment of a run. */
    public static Report ofRunning(Map<Integer, String> ports, boolean learning, AnalysisSnapshot snapshot) {
        return new Report(true, ports, learning, snapshot, snapshot.history(), List.of(), List.of());
    }

    /** A run that is over, its database closed. */
    public static Report ofOver(
            Map<Integer, String> ports,
            boolean learning,
            Analysis analysis,
            HistoryStatus history,
            List<String> obstacles) {
        return new Report(false, ports, learning, analysis.snapshot(), history, analysis.clients(), obstacles);
    }
}
