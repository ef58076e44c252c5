package org.activerouter.manager.report;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.load.ClientSnapshot;
import org.activerouter.analyzer.load.QueryRate;
import org.activerouter.analyzer.load.ResponseTimes;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.SourceStatus;
import org.activerouter.capture.tcp.TcpCounters;

/** Snapshots as the analyzer gives them, with figures that are easy to tell apart. */
final class Snapshots {
    static final SourceStatus SOUND = new SourceStatus(0, 0, 0, 5_000, 5_000, List.of());
    static final HistoryStatus IDLE = new HistoryStatus(0, 0, 0, null);

    private Snapshots() {}

    static AnalysisSnapshot sound(ServerSnapshot... servers) {
        return new AnalysisSnapshot(
                1_700_000_000_250_000_000L,
                SOUND,
                counters(4, 0),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                List.of(servers),
                List.of(),
                IDLE);
    }

    /** Everything that can go wrong has gone wrong. */
    static AnalysisSnapshot troubled() {
        SourceStatus source = new SourceStatus(10, 20, 30, 0, -1, List.of("eth1 is down\u001b[2J; retried in 5 s"));
        LearnedService learned = new LearnedService(endpoint("10.0.0.9", 4444), "opennap", 1);
        HistoryStatus history = new HistoryStatus(5, 6, 7, "disk full: history is paused");
        return new AnalysisSnapshot(
                1, source, counters(4, 1), 6, 7, 1, 2, 3, 4, 5, 8, List.of(), List.of(learned), history);
    }

    static TcpCounters counters(long flows, long faults) {
        return new TcpCounters(
                100,
                12_345,
                90,
                faults * 2,
                faults * 3,
                faults * 4,
                faults * 5,
                flows,
                2,
                1,
                faults * 6,
                faults * 7_000,
                faults,
                faults * 8,
                faults * 9,
                faults * 10,
                faults * 11,
                0,
                faults * 12_000,
                faults * 13);
    }

    static ServerSnapshot server(String address, int port, long queries) {
        return new ServerSnapshot(
                endpoint(address, port),
                "opennap",
                3,
                4,
                queries,
                queries * 12,
                queries - 3,
                1,
                2,
                0,
                0,
                new QueryRate(12.345, 40, 1.5),
                new ResponseTimes(queries, 1.23456, 1, 2.5, 44.0131, 1200.5),
                ResponseTimes.NONE,
                ResponseTimes.NONE,
                List.of());
    }

    static ClientSnapshot client(String server, String address, int port, String nick, long queries) {
        return new ClientSnapshot(
                endpoint(server, 8888), endpoint(address, port), nick, 6699, queries, queries * 12, queries);
    }

    static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
