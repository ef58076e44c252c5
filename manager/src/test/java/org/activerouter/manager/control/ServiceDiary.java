package org.activerouter.manager.control;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/** An active service that writes down what it is told; where it listens and what it was asked is up to the test. */
final class ServiceDiary implements ActiveService {
    private final List<String> diary;
    private final Map<Endpoint, ServedSnapshot> served = new LinkedHashMap<>();
    private @Nullable String refusal;
    private int shift;

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

    @Override
    public Door serve(Endpoint server) throws IOException {
        if (refusal != null) {
            throw new IOException(refusal);
        }
        diary.add("serve " + server);
        return new Door(server.port(), server.port() + shift);
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
