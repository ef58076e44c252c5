package org.activerouter.manager.report;

import java.util.List;
import java.util.Map;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.load.ClientSnapshot;

/**
 * What a run has to tell.
 *
 * @param running whether it goes on; what each client did is known only when it is over
 * @param ports the protocol of each port that was watched
 * @param learning whether other ports were studied
 * @param snapshot what was measured
 * @param clients what each client connection did
 * @param obstacles sentences about what could not be read to its end
 */
public record Report(
        boolean running,
        Map<Integer, String> ports,
        boolean learning,
        AnalysisSnapshot snapshot,
        List<ClientSnapshot> clients,
        List<String> obstacles) {
    /** Keeps its own copies. */
    public Report {
        ports = Map.copyOf(ports);
        clients = List.copyOf(clients);
        obstacles = List.copyOf(obstacles);
    }
}
