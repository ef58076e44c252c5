package org.activerouter.manager.control;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.HandedBack;
import org.activerouter.proxy.Hold;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.TakenOver;
import org.jspecify.annotations.Nullable;

/** An active service that writes down what it is told; where it listens and what it was asked is up to the test. */
final class ServiceDiary implements ActiveService {
    private final List<String> diary;
    private final Map<Endpoint, ServedSnapshot> served = new LinkedHashMap<>();
    private final List<FlowKey> sessions = new ArrayList<>();
    private @Nullable String refusal;
    private @Nullable String sessionsRefused;
    private boolean failing;
    private int shift;
    private Set<InetAddress> own = Set.of();

    ServiceDiary(List<String> diary) {
        this.diary = diary;
    }

    /** From now on no port can be listened on. */
    void refuse(String why) {
        refusal = why;
    }

    /** From now on it listens that many ports away. */
    void listenElsewhere(int away) {
        shift = away;
    }

    /** What it has been asked for a server so far. */
    void asked(Endpoint server, long queries, long forwarded) {
        served.put(server, new ServedSnapshot(server, 1, 1, 0, 0, queries, forwarded, 0));
    }

    /** From now on it asks servers by itself from there. */
    void asksFrom(InetAddress... addresses) {
        own = Set.of(addresses);
    }

    @Override
    public Set<InetAddress> ownAddresses() {
        return own;
    }

    @Override
    public Door serve(Endpoint server) throws IOException {
        if (refusal != null) {
            throw new IOException(refusal);
        }
        diary.add("serve " + server);
        return new Door(server.port(), server.port() + shift);
    }

    /** From now on no session is moved. */
    void refuseSessions(String why) {
        sessionsRefused = why;
    }

    /** From now on it has a defect. */
    void failWithSessions() {
        failing = true;
    }

    @Override
    public TakenOver takeOver(Endpoint server, List<StandingConnection> batch, Hold hold) throws IOException {
        List<StandingConnection> held = hold.begin(clients(batch));
        diary.add("take over " + held.size() + " of " + server);
        return moved(held);
    }

    @Override
    public TakenOver reset(Endpoint server, List<StandingConnection> batch, Hold hold) throws IOException {
        List<StandingConnection> held = hold.begin(clients(batch));
        diary.add("reset " + held.size() + " of " + server);
        return moved(held);
    }

    private static Set<Endpoint> clients(List<StandingConnection> batch) {
        return batch.stream().map(each -> each.facts().flow().client()).collect(Collectors.toSet());
    }

    private TakenOver moved(List<StandingConnection> batch) {
        if (failing) {
            throw new IllegalStateException("a defect");
        }
        String why = sessionsRefused;
        List<FlowKey> flows = batch.stream().map(each -> each.facts().flow()).toList();
        if (why != null) {
            return new TakenOver(
                    List.of(),
                    flows.stream().map(flow -> new TakenOver.Refused(flow, why)).toList());
        }
        sessions.addAll(flows);
        return new TakenOver(
                flows.stream()
                        .map(flow -> new TakenOver.Live(flow, System.nanoTime()))
                        .toList(),
                List.of());
    }

    @Override
    public HandedBack handBack(Endpoint server) {
        diary.add("hand back " + server);
        return new HandedBack(sessions, List.of());
    }

    @Override
    public void retire(Endpoint server) {
        diary.add("retire " + server);
    }

    @Override
    public List<ServedSnapshot> served() {
        return List.copyOf(served.values());
    }

    @Override
    public ServiceSnapshot snapshot() {
        return new ServiceSnapshot(List.of(), 0, 0, Map.of(), 0);
    }

    @Override
    public void close() {
        diary.add("service closed");
    }
}
