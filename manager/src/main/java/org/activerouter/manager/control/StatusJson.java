package org.activerouter.manager.control;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.tcp.TcpCounters;
import org.activerouter.manager.group.GroupStanding;
import org.activerouter.manager.group.MemberStanding;
import org.activerouter.manager.netfilter.RedirectionStatus;
import org.activerouter.manager.policy.EvidenceJson;
import org.activerouter.manager.policy.Standing;
import org.activerouter.manager.report.Estimates;
import org.activerouter.manager.report.Order;
import org.activerouter.proxy.CacheFigures;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** The running router's status for programs: one JSON object on one line. One thread. */
final class StatusJson {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final JsonGenerator json;

    private StatusJson(JsonGenerator json) {
        this.json = json;
    }

    static String of(RouterStatus status) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            new StatusJson(json).write(status);
        }
        return text.append('\n').toString();
    }

    private void write(RouterStatus status) {
        json.writeStartObject();
        json.writeNumberProperty(
                "timeMillis", TimeUnit.NANOSECONDS.toMillis(status.seen().nanos()));
        json.writeNumberProperty("uptimeMillis", status.uptime().toMillis());
        json.writeStringProperty("configuration", status.configuration());
        json.writeStringProperty("configurationHash", status.configurationHash());
        list("degraded", status.degraded(), json::writeString);
        writeCapture(status.seen());
        Map<Endpoint, Standing> standings = status.standingsByServer();
        list(
                "servers",
                Order.serversByAddress(status.seen().servers()),
                server -> writeServer(server, standings.get(server.server())));
        list("redirects", status.redirected(), this::writeRedirect);
        list("handovers", status.handovers(), this::writeHandover);
        writeKernel(status.kernel());
        writeServices(status);
        list("groups", status.groups(), this::writeGroup);
        writeDatabase(status.seen());
        json.writeEndObject();
    }

    private void writeCapture(AnalysisSnapshot seen) {
        json.writeObjectPropertyStart("capture");
        json.writeNumberProperty("packets", seen.tcp().packets());
        json.writeNumberProperty("lost", seen.source().lost());
        json.writeNumberProperty("openFlows", seen.tcp().openFlows());
        json.writeNumberProperty("gaps", seen.tcp().gaps());
        json.writeNumberProperty("taintedFlows", seen.tcp().taintedFlows());
        json.writeNumberProperty("opaqueFlows", seen.opaqueFlows());
        json.writeNumberProperty("foreignFlows", seen.foreignFlows());
        json.writeNumberProperty("unmeasuredQueries", seen.unmeasuredQueries());
        list("troubles", seen.source().troubles(), json::writeString);
        writeCaps(seen);
        json.writeEndObject();
    }

    /** How full what is bounded is, and what was let go for it. */
    private void writeCaps(AnalysisSnapshot seen) {
        TcpCounters tcp = seen.tcp();
        json.writeNumberProperty("halfOpen", tcp.halfOpen());
        json.writeNumberProperty("heldBytes", tcp.heldBytes());
        json.writeNumberProperty("evictedFlows", tcp.evictedFlows());
        json.writeNumberProperty("evictedHalfOpen", tcp.evictedHalfOpen());
        json.writeNumberProperty("expiredFlows", tcp.expiredFlows());
        json.writeNumberProperty("heldBytesGivenUp", tcp.heldBytesGivenUp());
        json.writeNumberProperty("forgottenServers", seen.forgottenServers());
        json.writeNumberProperty("forgottenClients", seen.forgottenClients());
        json.writeNumberProperty("unstudiedFlows", seen.unstudiedFlows());
    }

    private void writeServer(ServerSnapshot server, @Nullable Standing standing) {
        json.writeStartObject();
        json.writeStringProperty("server", server.server().toString());
        json.writeStringProperty("protocol", server.protocol());
        json.writeBooleanProperty("estimate", Estimates.isOne(server.protocol()));
        json.writeNumberProperty("clients", server.clients());
        json.writeNumberProperty("queries", server.queries());
        json.writeNumberProperty("completed", server.completed());
        json.writeNumberProperty("unmeasured", server.unmeasured());
        json.writeNumberProperty("outstanding", server.outstanding());
        number("queryRate", server.queryRate().window());
        number("responseMillis", server.windowResponseTime().mean());
        number("responseMillisP95", server.windowResponseTime().p95());
        if (standing != null) {
            writeStanding(standing);
        }
        json.writeEndObject();
    }

    private void writeStanding(Standing standing) {
        json.writeStringProperty("state", EvidenceJson.word(standing.state()));
        standing.service().ifPresent(service -> {
            json.writeStringProperty("service", service.name());
            json.writeStringProperty("policy", service.policy().name());
            json.writeStringProperty("mode", EvidenceJson.word(service.policy().mode()));
        });
        standing.wish().ifPresent(wanted -> json.writeStringProperty("operator", EvidenceJson.word(wanted)));
        standing.verdict().ifPresent(verdict -> {
            json.writeStringProperty("verdict", verdict.word());
            json.writeName("evidence");
            EvidenceJson.write(json, verdict.evidence());
        });
        list("obstacles", standing.obstacles(), obstacle -> json.writeString(obstacle.text()));
        json.writeNumberProperty("redirected", standing.redirects());
    }

    private void writeRedirect(RedirectedServer redirected) {
        json.writeStartObject();
        json.writeStringProperty("server", redirected.server().toString());
        json.writeStringProperty("service", redirected.service());
        json.writeNumberProperty("listeningPort", redirected.door().listeningPort());
        json.writeBooleanProperty("guarded", redirected.door().guarded());
        json.writeStringProperty("phase", EvidenceJson.word(redirected.phase()));
        json.writeNumberProperty("sinceMillis", TimeUnit.NANOSECONDS.toMillis(redirected.sinceNanos()));
        json.writeStringProperty("because", redirected.because());
        json.writeEndObject();
    }

    private void writeHandover(HandoverStatus handover) {
        json.writeStartObject();
        json.writeStringProperty("server", handover.server().toString());
        json.writeNumberProperty("takenOver", handover.takenOver());
        json.writeNumberProperty("reconnected", handover.reconnected());
        json.writeObjectPropertyStart("left");
        new TreeMap<>(handover.left()).forEach(json::writeNumberProperty);
        json.writeEndObject();
        number("pauseMillis", handover.pauseMillis());
        number("longestPauseMillis", handover.longestPauseMillis());
        json.writeNumberProperty("handedBack", handover.handedBack());
        json.writeNumberProperty("stillRelayed", handover.stillRelayed());
        json.writeNumberProperty("failures", handover.failures());
        handover.trouble().ifPresent(why -> json.writeStringProperty("trouble", why));
        json.writeEndObject();
    }

    private void writeKernel(RedirectionStatus kernel) {
        json.writeObjectPropertyStart("kernel");
        json.writeStringProperty("state", EvidenceJson.word(kernel.state()));
        json.writeNumberProperty("inForce", kernel.inForce().size());
        json.writeNumberProperty("mended", kernel.mended());
        json.writeNumberProperty("failures", kernel.failures());
        list("troubles", kernel.troubles(), json::writeString);
        json.writeEndObject();
    }

    private void writeServices(RouterStatus status) {
        json.writeObjectPropertyStart("services");
        new TreeMap<>(status.services()).forEach((name, service) -> {
            json.writeObjectPropertyStart(name);
            writeService(service);
            CacheFigures cache = status.caches().get(name);
            if (cache != null) {
                writeCache(cache);
            }
            list("served", status.served().getOrDefault(name, List.of()), this::writeServed);
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private void writeService(ServiceSnapshot service) {
        json.writeNumberProperty("accepted", service.accepted());
        json.writeNumberProperty("open", service.open());
        json.writeNumberProperty("bytesQueued", service.bytesQueued());
        list("listening", service.doors(), this::writeDoor);
        json.writeObjectPropertyStart("refused");
        new TreeMap<>(service.refused()).forEach(json::writeNumberProperty);
        json.writeEndObject();
    }

    private void writeCache(CacheFigures cache) {
        json.writeObjectPropertyStart("cache");
        json.writeNumberProperty("queries", cache.queries());
        json.writeNumberProperty("answered", cache.answered());
        json.writeNumberProperty("shared", cache.shared());
        json.writeNumberProperty("forwarded", cache.forwarded());
        json.writeNumberProperty("refreshed", cache.refreshed());
        json.writeNumberProperty("answeredShare", cache.answeredShare());
        json.writeNumberProperty("kept", cache.kept());
        json.writeNumberProperty("keptFromCapture", cache.keptFromCapture());
        json.writeNumberProperty("evicted", cache.evicted());
        json.writeNumberProperty("entries", cache.entries());
        json.writeNumberProperty("bytes", cache.bytes());
        json.writeNumberProperty("answerMicrosMedian", cache.medianNanos() / 1e3);
        json.writeNumberProperty("answerMicrosP99", cache.p99Nanos() / 1e3);
        json.writeEndObject();
    }

    private void writeDoor(Door door) {
        json.writeNumber(door.listeningPort());
    }

    private void writeServed(ServedSnapshot served) {
        json.writeStartObject();
        Endpoint server = served.server();
        json.writeStringProperty("server", server.toString());
        json.writeNumberProperty("accepted", served.accepted());
        json.writeNumberProperty("open", served.open());
        json.writeNumberProperty("bytesFromClients", served.bytesFromClients());
        json.writeNumberProperty("bytesFromServer", served.bytesFromServer());
        json.writeNumberProperty("queries", served.queries());
        json.writeNumberProperty("forwarded", served.forwarded());
        json.writeNumberProperty("connectFailures", served.connectFailures());
        json.writeEndObject();
    }

    private void writeGroup(GroupStanding group) {
        json.writeStartObject();
        json.writeStringProperty("name", group.name());
        json.writeStringProperty("mode", group.mode().distribution().key());
        json.writeStringProperty("choose", group.mode().choice().key());
        json.writeBooleanProperty("panic", group.panic());
        list("members", group.members(), this::writeMember);
        json.writeEndObject();
    }

    private void writeMember(MemberStanding member) {
        json.writeStartObject();
        json.writeStringProperty("member", member.member().toString());
        json.writeStringProperty("state", EvidenceJson.word(member.state()));
        number("share", member.share());
        json.writeStringProperty("reason", member.reason());
        number("responseMillis", member.responseMillis());
        json.writeNumberProperty("requests", member.requests());
        json.writeNumberProperty("failures", member.failures());
        json.writeStringProperty("measuredBy", member.byBalancer() ? "balancer" : "packets");
        json.writeNumberProperty("ejections", member.ejections());
        json.writeEndObject();
    }

    private void writeDatabase(AnalysisSnapshot seen) {
        json.writeObjectPropertyStart("database");
        json.writeNumberProperty("rowsWritten", seen.history().rowsWritten());
        json.writeNumberProperty("rowsDropped", seen.history().rowsDropped());
        json.writeNumberProperty("queued", seen.history().queued());
        json.writeStringProperty("trouble", seen.history().trouble());
        json.writeEndObject();
    }

    private <T> void list(String name, List<T> list, Consumer<T> writer) {
        json.writeArrayPropertyStart(name);
        list.forEach(writer);
        json.writeEndArray();
    }

    private void number(String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        } else {
            json.writeNullProperty(name);
        }
    }
}
