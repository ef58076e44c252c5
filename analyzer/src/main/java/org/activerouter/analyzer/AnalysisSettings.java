package org.activerouter.analyzer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.analyzer.load.SliceSink;
import org.activerouter.analyzer.protocol.Bystander;
import org.activerouter.capture.tcp.TcpLimits;

/**
 * What to analyse and within which bounds.
 *
 * @param protocolByPort which protocol is spoken on which server port, by the protocol's id
 * @param learn whether to study connections on other ports
 * @param tcpLimits caps of the tracker
 * @param loadLimits caps of the per-server state
 * @param history where exchanges and aggregates go
 * @param learnedBefore what self-study found in earlier runs; followed even without {@code learn}
 * @param onLearned is told, on the analysis thread, of each service that self-study finds, so that a live source can add it to
 *     its filter; must not block
 * @param slices takes the slices that policies are fed with; {@link SliceSink#NONE} for none, which costs nothing
 * @param bystander reads connections beside; {@link Bystander#NONE} for none, which costs nothing
 */
public record AnalysisSettings(
        Map<Integer, String> protocolByPort,
        boolean learn,
        TcpLimits tcpLimits,
        LoadLimits loadLimits,
        History history,
        List<LearnedService> learnedBefore,
        Consumer<LearnedService> onLearned,
        SliceSink slices,
        Bystander bystander) {
    /** Keeps its own copies of the collections. */
    public AnalysisSettings {
        protocolByPort = Map.copyOf(protocolByPort);
        learnedBefore = List.copyOf(learnedBefore);
    }

    /** Settings of an analysis whose load nobody judges. */
    public AnalysisSettings(
            Map<Integer, String> protocolByPort,
            boolean learn,
            TcpLimits tcpLimits,
            LoadLimits loadLimits,
            History history,
            List<LearnedService> learnedBefore,
            Consumer<LearnedService> onLearned) {
        this(
                protocolByPort,
                learn,
                tcpLimits,
                loadLimits,
                history,
                learnedBefore,
                onLearned,
                SliceSink.NONE,
                Bystander.NONE);
    }

    /** These settings, with slices going to somebody who judges them. */
    public AnalysisSettings withSlices(SliceSink sink) {
        return new AnalysisSettings(
                protocolByPort, learn, tcpLimits, loadLimits, history, learnedBefore, onLearned, sink, bystander);
    }

    /** These settings, with somebody who reads connections as well. */
    public AnalysisSettings withBystander(Bystander reader) {
        return new AnalysisSettings(
                protocolByPort, learn, tcpLimits, loadLimits, history, learnedBefore, onLearned, slices, reader);
    }

    /** Settings of an analysis that begins without learned services, and whose source need not hear of new ones. */
    public AnalysisSettings(
            Map<Integer, String> protocolByPort,
            boolean learn,
            TcpLimits tcpLimits,
            LoadLimits loadLimits,
            History history) {
        this(protocolByPort, learn, tcpLimits, loadLimits, history, List.of(), learned -> {});
    }

    /** The ports to capture. */
    public Set<Integer> ports() {
        return protocolByPort.keySet();
    }
}
