package org.activerouter.analyzer;

import java.util.List;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.SourceStatus;
import org.activerouter.capture.tcp.TcpCounters;

/**
 * Everything that is known at one moment; immutable, for any thread.
 *
 * @param nanos the capture's clock
 * @param source what the source of frames says of itself
 * @param tcp what the tracker has seen
 * @param joinedFlows connections whose beginning was not seen: what came before is not counted, and what follows only from a
 *     proven boundary of messages on
 * @param foreignFlows connections to a watched port that do not speak its protocol
 * @param opaqueFlows connections that could not be read on
 * @param lostSteps places where a reader lost the message boundary
 * @param unmeasuredQueries queries that were counted and could not be measured, at all servers
 * @param forgottenServers servers dropped under the cap on servers
 * @param forgottenClients connections of clients dropped from the report under its cap
 * @param unstudiedFlows connections that self-study gave up under its cap
 * @param servers by address and port
 * @param learned what self-study has found
 * @param history how the state database is doing
 */
public record AnalysisSnapshot(
        long nanos,
        SourceStatus source,
        TcpCounters tcp,
        long joinedFlows,
        long foreignFlows,
        long opaqueFlows,
        long lostSteps,
        long unmeasuredQueries,
        long forgottenServers,
        long forgottenClients,
        long unstudiedFlows,
        List<ServerSnapshot> servers,
        List<LearnedService> learned,
        HistoryStatus history) {
    /** Keeps its own copies of the lists. */
    public AnalysisSnapshot {
        servers = List.copyOf(servers);
        learned = List.copyOf(learned);
    }
}
