package org.activerouter.manager.report;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.load.ClientSnapshot;
import org.activerouter.analyzer.load.KindSnapshot;
import org.activerouter.analyzer.load.QueryRate;
import org.activerouter.analyzer.load.ResponseTimes;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.SourceStatus;
import org.activerouter.capture.tcp.TcpCounters;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * A report for programs: one JSON object on one line. What could not be measured is null. Servers and clients are in the
 * order of their addresses; the list of clients is missing while the run goes on. One thread.
 */
public final class JsonReport {
    /** Pure ASCII: a name from the network cannot reach the terminal of who looks at the JSON itself. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final JsonGenerator json;

    private JsonReport(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Writes a report and the end of its line; leaves the stream open and flushed.
     *
     * @throws IOException what the stream throws
     */
    public static void write(Report report, OutputStream out) throws IOException {
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            new JsonReport(generator).write(report);
            generator.writeRaw('\n');
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private void write(Report report) {
        AnalysisSnapshot snapshot = report.snapshot();
        json.writeStartObject();
        writeTime(snapshot.nanos());
        json.writeBooleanProperty("running", report.running());
        writeTotals(snapshot);
        writeTcp(snapshot.tcp());
        writeSource(snapshot.source(), report.obstacles());
        writePorts(report);
        writeList("servers", Order.serversByAddress(snapshot.servers()), this::writeServer);
        if (!report.running()) {
            writeList("clients", Order.clientsByAddress(report.clients()), this::writeClient);
        }
        writeList("learned", snapshot.learned(), this::writeLearned);
        writeHistory(report.history());
        json.writeEndObject();
    }

    private void writeTime(long nanos) {
        Instant time =
                Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
        json.writeStringProperty("time", time.toString());
    }

    private void writeTotals(AnalysisSnapshot snapshot) {
        json.writeNumberProperty("packets", snapshot.tcp().packets());
        json.writeNumberProperty("bytes", snapshot.tcp().bytes());
        json.writeNumberProperty("flows", snapshot.tcp().flows());
        json.writeNumberProperty("opaqueFlows", snapshot.opaqueFlows());
        json.writeNumberProperty("gaps", snapshot.tcp().gaps());
        json.writeNumberProperty("unmeasuredQueries", snapshot.unmeasuredQueries());
        json.writeNumberProperty("lostSteps", snapshot.lostSteps());
        json.writeNumberProperty("joinedFlows", snapshot.joinedFlows());
        json.writeNumberProperty("foreignFlows", snapshot.foreignFlows());
        json.writeNumberProperty("forgottenServers", snapshot.forgottenServers());
        json.writeNumberProperty("forgottenClients", snapshot.forgottenClients());
        json.writeNumberProperty("unstudiedFlows", snapshot.unstudiedFlows());
    }

    private void writeTcp(TcpCounters tcp) {
        json.writeObjectPropertyStart("tcp");
        json.writeNumberProperty("segments", tcp.segments());
        json.writeNumberProperty("fragments", tcp.fragments());
        json.writeNumberProperty("malformed", tcp.malformed());
        json.writeNumberProperty("truncated", tcp.truncated());
        json.writeNumberProperty("otherFrames", tcp.otherFrames());
        json.writeNumberProperty("openFlows", tcp.openFlows());
        json.writeNumberProperty("halfOpen", tcp.halfOpen());
        json.writeNumberProperty("gapBytes", tcp.gapBytes());
        json.writeNumberProperty("taintedFlows", tcp.taintedFlows());
        json.writeNumberProperty("outOfWindow", tcp.outOfWindow());
        json.writeNumberProperty("evictedFlows", tcp.evictedFlows());
        json.writeNumberProperty("evictedHalfOpen", tcp.evictedHalfOpen());
        json.writeNumberProperty("expiredFlows", tcp.expiredFlows());
        json.writeNumberProperty("heldBytes", tcp.heldBytes());
        json.writeNumberProperty("heldBytesGivenUp", tcp.heldBytesGivenUp());
        json.writeNumberProperty("clockJumps", tcp.clockJumps());
        json.writeEndObject();
    }

    private void writeSource(SourceStatus source, List<String> obstacles) {
        json.writeObjectPropertyStart("source");
        json.writeNumberProperty("kernelDrops", source.kernelDrops());
        json.writeNumberProperty("interfaceDrops", source.interfaceDrops());
        json.writeNumberProperty("queueDrops", source.queueDrops());
        json.writeNumberProperty("bytesRead", source.bytesRead());
        writeList("troubles", source.troubles(), json::writeString);
        writeList("obstacles", obstacles, json::writeString);
        json.writeEndObject();
    }

    private void writePorts(Report report) {
        json.writeObjectPropertyStart("ports");
        new TreeMap<>(report.ports()).forEach((port, protocol) -> json.writeStringProperty(port.toString(), protocol));
        json.writeEndObject();
    }

    private void writeServer(ServerSnapshot server) {
        json.writeStartObject();
        json.writeStringProperty("address", server.server().address().getHostAddress());
        json.writeNumberProperty("port", server.server().port());
        json.writeStringProperty("protocol", server.protocol());
        json.writeNumberProperty("clients", server.clients());
        json.writeNumberProperty("connections", server.connections());
        json.writeNumberProperty("queries", server.queries());
        json.writeNumberProperty("results", server.results());
        json.writeNumberProperty("completed", server.completed());
        json.writeNumberProperty("refused", server.refused());
        json.writeNumberProperty("unanswered", server.unanswered());
        json.writeNumberProperty("unmeasured", server.unmeasured());
        json.writeNumberProperty("outstanding", server.outstanding());
        writeRate(server.queryRate());
        writeTimes("responseTimeMillis", server.responseTime());
        writeTimes("windowResponseTimeMillis", server.windowResponseTime());
        writeTimes("completionTimeMillis", server.completionTime());
        writeList("kinds", server.kinds(), this::writeKind);
        json.writeBooleanProperty("estimate", Estimates.isOne(server.protocol()));
        json.writeEndObject();
    }

    private void writeKind(KindSnapshot kind) {
        json.writeStartObject();
        json.writeStringProperty("kind", kind.kind());
        json.writeObjectPropertyStart("answers");
        kind.answers().forEach(json::writeNumberProperty);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeRate(QueryRate rate) {
        json.writeObjectPropertyStart("queryRate");
        writeNumber("mean", rate.mean());
        writeNumber("peak", rate.peak());
        writeNumber("window", rate.window());
        json.writeEndObject();
    }

    private void writeTimes(String name, ResponseTimes times) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("count", times.count());
        writeNumber("mean", times.mean());
        writeNumber("p50", times.p50());
        writeNumber("p95", times.p95());
        writeNumber("p99", times.p99());
        writeNumber("max", times.max());
        json.writeEndObject();
    }

    private void writeClient(ClientSnapshot client) {
        json.writeStartObject();
        json.writeStringProperty("server", client.server().toString());
        json.writeStringProperty("address", client.client().address().getHostAddress());
        json.writeNumberProperty("port", client.client().port());
        json.writeStringProperty("nick", client.nick());
        json.writeNumberProperty("sharePort", client.sharePort());
        json.writeNumberProperty("queries", client.queries());
        json.writeNumberProperty("results", client.results());
        json.writeNumberProperty("completed", client.completed());
        json.writeEndObject();
    }

    private void writeLearned(LearnedService service) {
        json.writeStartObject();
        json.writeStringProperty("server", service.server().toString());
        json.writeStringProperty("protocol", service.protocol());
        json.writeEndObject();
    }

    private void writeHistory(HistoryStatus history) {
        json.writeObjectPropertyStart("database");
        json.writeNumberProperty("rowsWritten", history.rowsWritten());
        json.writeNumberProperty("rowsDropped", history.rowsDropped());
        json.writeNumberProperty("queued", history.queued());
        json.writeStringProperty("trouble", history.trouble());
        json.writeEndObject();
    }

    private <T> void writeList(String name, List<T> list, Consumer<T> writer) {
        json.writeArrayPropertyStart(name);
        list.forEach(writer);
        json.writeEndArray();
    }

    private void writeNumber(String name, double number) {
        if (Double.isFinite(number)) {
            json.writeNumberProperty(name, number);
        } else {
            json.writeNullProperty(name);
        }
    }
}
