package org.activerouter.analyzer;

import java.util.Map;
import java.util.Set;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.capture.tcp.TcpLimits;

/**
 * What to analyse and within which bounds.
 *
 * @param protocolByPort which protocol is spoken on which server port, by the protocol's id
 * @param learn whether to study connections on other ports
 * @param tcpLimits caps of the tracker
 * @param loadLimits caps of the per-server state
 * @param history where exchanges and aggregates go
 */
public record AnalysisSettings(
        Map<Integer, String> protocolByPort,
        boolean learn,
        TcpLimits tcpLimits,
        LoadLimits loadLimits,
        History history) {
    /** Keeps its own copy of the map. */
    public AnalysisSettings {
        protocolByPort = Map.copyOf(protocolByPort);
    }

    /** The ports to capture. */
    public Set<Integer> ports() {
        return protocolByPort.keySet();
    }
}
