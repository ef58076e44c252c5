package org.activerouter.proxy.relay;

import static org.activerouter.proxy.relay.RelayNetwork.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.HandedBack;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.TakenOver;
import org.activerouter.proxy.takeover.HeldPackets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Connections of clients with a server through a router that sees them and can hold them, and a service that can take them over. */
@Timeout(60)
@Tag("timed")
abstract class InTakeover extends InRelayNetwork {
    static final RelayLimits LIMITS =
            new RelayLimits(1000, 1000, 64 << 10, 8 << 20, Duration.ofMinutes(10), Duration.ofSeconds(5), 2);

    ActiveService service;
    ServerSocket listener;
    Watch watch;
    HeldPackets packets;

    @BeforeEach
    void begin() throws Exception {
        listener = keep(network.listen(server));
        watch();
        packets = keep(network.router.call(() -> HeldPackets.open(1089, RelayNetwork.SETS)));
        service = keep(new RelayService(LIMITS, SessionHandler.RELAY, Passage.REDIRECTED, network.router.threads()));
    }

    void watch() {
        watch = keep(Watch.on(network.router.threads(), "srv", 8888));
    }

    @AfterEach
    void letGo() throws Exception {
        network.run(network.router, "ipset", "flush", "arhold");
    }

    Talk talk(long seed, int pauseMicros) throws Exception {
        Socket client = keep(network.connect(server));
        Socket peer = keep(listener.accept());
        peer.setSoTimeout(RelayNetwork.PATIENCE_MILLIS);
        return Talk.begin(client, peer, seed, pauseMicros, threads);
    }

    List<Talk> talks(int count, int pauseMicros) throws Exception {
        List<Talk> talks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            talks.add(talk(i, pauseMicros));
        }
        return talks;
    }

    /** Of a connection at full speed a capture may just have lost something, on a busy machine; then it is asked again. */
    TakenOver takeOver(List<FlowKey> flows) throws Exception {
        Door door = network.router.call(() -> service.serve(server));
        network.redirect(server, door);
        TakenOver taken = takeOverOnce(flows);
        for (int tries = 1; tries < 10 && taken.live().isEmpty(); tries++) {
            TimeUnit.MILLISECONDS.sleep(500);
            taken = takeOverOnce(flows);
        }
        assertThat(taken.refused()).isEmpty();
        return taken;
    }

    TakenOver takeOverOnce(List<FlowKey> flows) throws Exception {
        List<StandingConnection> seen = watch.standing(server);
        assertThat(seen).extracting(each -> each.facts().flow()).containsExactlyInAnyOrderElementsOf(flows);
        try {
            return network.router.call(() -> service.takeOver(server, seen, this::held));
        } finally {
            packets.lift(clients(flows));
        }
    }

    /** None where one is not sound. */
    List<StandingConnection> held(Set<Endpoint> clients) throws IOException {
        packets.hold(server, clients);
        List<StandingConnection> standing = packets.catchUp(watch.standing(server)).stream()
                .filter(each -> clients.contains(each.facts().flow().client()))
                .toList();
        return standing.stream().allMatch(StandingConnection::isSound) ? standing : List.of();
    }

    static Set<Endpoint> clients(List<FlowKey> flows) {
        return flows.stream().map(FlowKey::client).collect(Collectors.toSet());
    }

    void hold(List<Talk> talks) throws IOException {
        packets.hold(server, clients(flows(talks)));
    }

    static List<FlowKey> flows(List<Talk> talks) {
        return talks.stream().map(Talk::flow).toList();
    }

    HandedBack handBack() throws Exception {
        service.retire(server);
        HandedBack handed = service.handBack(server);
        network.release(server);
        return handed;
    }

    ServedSnapshot served() {
        return service.served().getFirst();
    }

    void awaitTraffic() throws InterruptedException {
        long before = served().bytesFromClients() + served().bytesFromServer();
        await("traffic", () -> served().bytesFromClients() + served().bytesFromServer() > before + 100_000);
    }

    static void exchange(Socket from, Socket to) throws Exception {
        from.getOutputStream().write(7);
        assertThat(to.getInputStream().read()).isEqualTo(7);
    }
}
