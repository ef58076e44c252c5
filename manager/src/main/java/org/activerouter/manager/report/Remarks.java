package org.activerouter.manager.report;

import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.capture.SourceStatus;
import org.activerouter.capture.tcp.TcpCounters;

/** What must be known to judge the figures, in sentences: what was lost, not readable, not measurable, or let go. */
public final class Remarks {
    private final List<String> remarks = new ArrayList<>();

    private Remarks() {}

    /** The sentences that apply now. */
    static List<String> of(AnalysisSnapshot snapshot) {
        return of(snapshot, snapshot.history());
    }

    /** The sentences that apply, gravest first; none when all is well. The history's state may be a later one. */
    static List<String> of(AnalysisSnapshot snapshot, HistoryStatus history) {
        Remarks writer = new Remarks();
        writer.ofSource(snapshot.source());
        writer.ofReading(snapshot);
        writer.ofConnections(snapshot.tcp());
        writer.ofFrames(snapshot.tcp());
        writer.ofCaps(snapshot);
        writer.ofHistory(history);
        snapshot.learned().forEach(writer::ofLearned);
        return List.copyOf(writer.remarks);
    }

    /** Those of what a running router watches, whose source and history are told beside. */
    public static List<String> ofWatching(AnalysisSnapshot snapshot) {
        Remarks writer = new Remarks();
        writer.ofReading(snapshot);
        writer.ofConnections(snapshot.tcp());
        writer.ofFrames(snapshot.tcp());
        writer.ofCaps(snapshot);
        return List.copyOf(writer.remarks);
    }

    private void ofSource(SourceStatus source) {
        source.troubles().forEach(trouble -> remarks.add("Not captured: " + Printable.text(trouble)));
        if (source.lost() > 0) {
            remarks.add("Lost before they could be read: " + Figures.count(source.lost(), "packet") + " ("
                    + source.kernelDrops() + " in the kernel, " + source.interfaceDrops() + " at the interface, "
                    + source.queueDrops() + " in our queue). Response times near the loss are not to be trusted.");
        }
    }

    private void ofReading(AnalysisSnapshot snapshot) {
        when(
                snapshot.unmeasuredQueries(),
                " could not be measured (bytes were missing, it is not certain which answer is theirs, or time"
                        + " stamps are out of order):"
                        + " counted, but in no response time.",
                "query",
                "queries");
        when(
                snapshot.opaqueFlows(),
                " could not be read (compressed or encrypted): what was asked there is not counted.",
                "connection",
                "connections");
        when(
                snapshot.foreignFlows(),
                " to watched ports did not speak the protocol expected there: not counted.",
                "connection",
                "connections");
        when(
                snapshot.joinedFlows(),
                " had begun before the capture or lost their beginning: what they asked until then is not counted.",
                "connection",
                "connections");
        long estimated = snapshot.servers().stream()
                .filter(server -> Estimates.isOne(server.protocol()))
                .count();
        when(
                estimated,
                " measured by whose turn it is, without understanding what is said: queries and response times there are"
                        + " estimates.",
                "server",
                "servers");
        when(snapshot.lostSteps(), " where the boundary of messages was lost.", "place", "places");
    }

    private void ofConnections(TcpCounters tcp) {
        if (tcp.gaps() > 0) {
            remarks.add(Figures.count(tcp.gaps(), "gap") + " in connections: " + Figures.size(tcp.gapBytes())
                    + " that the receiver has acknowledged are not in the capture.");
        }
        when(
                tcp.taintedFlows(),
                " carried different bytes for the same place: nothing after that is measured.",
                "connection",
                "connections");
        when(
                tcp.outOfWindow(),
                " not counted: outside the receiver's window, as a forger's are.",
                "segment",
                "segments");
        when(tcp.clockJumps(), " more than an hour off: not believed.", "time stamp", "time stamps");
    }

    private void ofFrames(TcpCounters tcp) {
        when(
                tcp.truncated(),
                " cut short by the capture's snap length: record with a larger one (tcpdump -s 0).",
                "packet",
                "packets");
        when(tcp.fragments(), " not put together again.", "IP fragment", "IP fragments");
        when(tcp.malformed(), " with headers that contradict themselves.", "packet", "packets");
        when(tcp.otherFrames(), " that carry no TCP over IPv4 or IPv6.", "packet", "packets");
    }

    private void ofCaps(AnalysisSnapshot snapshot) {
        TcpCounters tcp = snapshot.tcp();
        when(tcp.evictedFlows(), " let go to make room for others.", "connection", "connections");
        when(tcp.evictedHalfOpen(), " without data let go to make room for others.", "connection", "connections");
        when(tcp.expiredFlows(), " let go after a long silence.", "connection", "connections");
        if (tcp.heldBytesGivenUp() > 0) {
            remarks.add(Figures.size(tcp.heldBytesGivenUp())
                    + " that waited for missing ones were given up to keep memory bounded.");
        }
        when(snapshot.forgottenServers(), " forgotten to make room for others.", "server", "servers");
        when(
                snapshot.forgottenClients(),
                " left out of the list of clients to make room for others; the servers' figures include them.",
                "connection",
                "connections");
        when(
                snapshot.unstudiedFlows(),
                " on other ports not studied to the end, to make room for others.",
                "connection",
                "connections");
    }

    private void ofHistory(HistoryStatus history) {
        when(
                history.rowsDropped(),
                " not written to the database, which was too slow or paused; its sums include them.",
                "exchange",
                "exchanges");
        String trouble = history.trouble();
        if (trouble != null) {
            remarks.add("Database: " + Printable.text(trouble));
        }
    }

    private void ofLearned(LearnedService service) {
        remarks.add("Learned: " + service.server() + " speaks " + service.protocol()
                + " (to watch it from the start: --port " + service.server().port() + "=" + service.protocol() + ").");
    }

    private void when(long number, String rest, String one, String many) {
        if (number > 0) {
            remarks.add(Figures.count(number, one, many) + rest);
        }
    }
}
