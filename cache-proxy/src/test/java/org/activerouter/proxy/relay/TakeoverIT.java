package org.activerouter.proxy.relay;

import static org.activerouter.proxy.relay.RelayNetwork.await;
import static org.activerouter.proxy.relay.RelayNetwork.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.FlowKey;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.HandedBack;
import org.activerouter.proxy.TakenOver;
import org.activerouter.proxy.http.HttpLimits;
import org.activerouter.proxy.http.HttpService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Established connections move into the service and out of it, between three network namespaces with the real rules. */
class TakeoverIT extends InTakeover {
    @Test
    void whatFallsIntoAHoldWaitsAndIsNotLost() throws Exception {
        List<Socket> clients = new ArrayList<>();
        List<Socket> peers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(keep(network.connect(server)));
            peers.add(keep(listener.accept()));
            clients.get(i).setSoTimeout(RelayNetwork.PATIENCE_MILLIS);
            peers.get(i).setSoTimeout(RelayNetwork.PATIENCE_MILLIS);
            exchange(clients.get(i), peers.get(i));
        }
        network.redirect(server, network.router.call(() -> service.serve(server)));
        // Where the machine is too busy to let it go in time, an end says it again, and that it arrives proves nothing.
        boolean saidOnce = false;
        for (int i = 0; i < 5 && !saidOnce; i++) {
            long before = saidAgain();
            speakIntoAHold(clients.get(i), peers.get(i));
            saidOnce = saidAgain() == before;
        }
        assertThat(saidOnce).as("it arrives without being said again").isTrue();
    }

    private void speakIntoAHold(Socket client, Socket peer) throws Exception {
        FlowKey flow = Talk.flow(client);
        List<StandingConnection> seen = watch.standing(server).stream()
                .filter(each -> each.facts().flow().equals(flow))
                .toList();
        network.router.call(() -> service.takeOver(server, seen, ends -> {
            List<StandingConnection> standing = held(ends);
            client.getOutputStream().write('q');
            peer.getOutputStream().write('a');
            return standing;
        }));
        packets.lift(Set.of(flow.client()));
        assertThat(peer.getInputStream().read()).isEqualTo('q');
        assertThat(client.getInputStream().read()).isEqualTo('a');
    }

    /** The capture sees its packets by the name that the router gives it, and those that wait bear its own. */
    @Test
    void whatAMasqueradedClientAcknowledgesWhileItIsHeldIsKnown() throws Exception {
        String[] rule = {"POSTROUTING", "-o", "srv", "-j", "MASQUERADE"};
        network.run(network.router, rule("nat", "-A", rule));
        try {
            Socket client = keep(network.connect(server));
            Socket peer = keep(listener.accept());
            exchange(client, peer);
            network.redirect(server, network.router.call(() -> service.serve(server)));
            long before = acknowledged(watch.standing(server));
            packets.hold(server, Set.of(Talk.flow(client).client()));
            peer.getOutputStream().write(new byte[100]);
            assertThat(client.getInputStream().readNBytes(100)).hasSize(100);

            assertThat(watch.standing(server).getFirst().facts().flow().client())
                    .isEqualTo(endpoint("10.82.1.1", peer.getPort()));
            await("the acknowledgement", () -> acknowledged(caughtUp()) == before + 100);
            assertThat(acknowledged(watch.standing(server)))
                    .as("by what the capture has seen")
                    .isEqualTo(before);
            packets.lift(Set.of(Talk.flow(client).client()));
        } finally {
            network.run(network.router, rule("nat", "-D", rule));
        }
    }

    private static String[] rule(String table, String verb, String... rule) {
        List<String> words = new ArrayList<>(List.of("iptables", "-t", table, verb));
        words.addAll(List.of(rule));
        return words.toArray(String[]::new);
    }

    private List<StandingConnection> caughtUp() {
        try {
            return packets.catchUp(watch.standing(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the only client. */
    private static long acknowledged(List<StandingConnection> known) {
        return known.getFirst().facts().client().highestAck().orElseThrow();
    }

    /** How many segments the clients and the server have sent more than once. */
    private static long saidAgain() throws Exception {
        return network.client.call(TakeoverIT::saidAgainHere) + network.server.call(TakeoverIT::saidAgainHere);
    }

    private static long saidAgainHere() throws IOException {
        List<String[]> tcp = Files.readAllLines(Path.of("/proc/thread-self/net/snmp")).stream()
                .filter(line -> line.startsWith("Tcp:"))
                .map(line -> line.split(" ", -1))
                .toList();
        return Long.parseLong(tcp.get(1)[List.of(tcp.get(0)).indexOf("RetransSegs")]);
    }

    @Test
    void talkingConnectionsGoOnThroughTheServiceWithNoByteLost() throws Exception {
        List<Talk> talks = talks(20, 20_000);

        TakenOver taken = takeOver(flows(talks));

        assertThat(taken.live()).extracting(TakenOver.Live::flow).containsExactlyInAnyOrderElementsOf(flows(talks));
        awaitTraffic();
        assertThat(served().open()).isEqualTo(20);
        for (Talk talk : talks) {
            talk.endsWell();
        }
        await("the sessions' end", () -> served().open() == 0);
    }

    @Test
    void connectionsWithMuchUnderWayGoOnThroughTheService() throws Exception {
        List<Talk> talks = talks(4, 200);
        TimeUnit.MILLISECONDS.sleep(300);

        TakenOver taken = takeOver(flows(talks));

        assertThat(taken.live()).hasSize(4);
        awaitTraffic();
        for (Talk talk : talks) {
            talk.endsWell();
        }
    }

    @Test
    void aConnectionWhoseBeginningWasNotSeenGoesOn() throws Exception {
        watch.close();
        List<Talk> talks = talks(4, 20_000);
        watch();
        TimeUnit.MILLISECONDS.sleep(200);

        assertThat(takeOver(flows(talks)).live()).hasSize(4);
        awaitTraffic();
        for (Talk talk : talks) {
            talk.endsWell();
        }
    }

    /** Held is only who is moved: the others do not wait for that. */
    @Test
    void anotherSessionOfTheSameServerIsNotHeld() throws Exception {
        Socket client = keep(network.connect(server));
        Socket peer = keep(listener.accept());
        Socket other = keep(network.connect(server));
        Socket otherPeer = keep(listener.accept());
        exchange(client, peer);
        exchange(other, otherPeer);
        network.redirect(server, network.router.call(() -> service.serve(server)));
        otherPeer.setSoTimeout(RelayNetwork.PATIENCE_MILLIS);
        peer.setSoTimeout(300);

        packets.hold(server, Set.of(Talk.flow(client).client()));
        exchange(other, otherPeer);
        exchange(otherPeer, other);
        client.getOutputStream().write('q');
        assertThatThrownBy(() -> peer.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        packets.lift(Set.of(Talk.flow(client).client()));
        assertThat(peer.getInputStream().read()).isEqualTo('q');
    }

    @Test
    void aSilentConnectionSpeaksThroughTheServiceLater() throws Exception {
        Socket client = keep(network.connect(server));
        Socket peer = keep(listener.accept());
        exchange(client, peer);

        assertThat(takeOver(List.of(Talk.flow(client))).live()).hasSize(1);
        exchange(client, peer);
        exchange(peer, client);
        assertThat(served().bytesFromClients()).isOne();
        assertThat(served().bytesFromServer()).isOne();
        client.close();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }

    /** The kernel forwards nothing that belongs to a socket of its own, one in TIME_WAIT included. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientComesBackDirectlyOnThePortOfASessionThatEnded(boolean clientFirst) throws Exception {
        int port = clientFirst ? 9_001 : 9_002;
        Socket client = keep(network.connect("10.82.2.2", port, server));
        Socket peer = keep(listener.accept());
        exchange(client, peer);
        assertThat(takeOver(List.of(Talk.flow(client))).live()).hasSize(1);
        exchange(client, peer);
        end(clientFirst ? client : peer, clientFirst ? peer : client);

        Socket again = keep(network.connectAgain("10.82.2.2", port, server));
        exchange(again, keep(listener.accept()));
        assertThat(served().accepted()).isOne();
    }

    private void end(Socket first, Socket second) throws Exception {
        first.close();
        assertThat(second.getInputStream().read()).isEqualTo(-1);
        second.close();
        await("the session's end", () -> served().open() == 0);
        assertThat(handBack().back()).isEmpty();
    }

    /** It does not know where in a conversation it is, so it reads nothing and changes nothing. */
    @Test
    void theLoadBalancerOnlyPassesOnWhatItTakesOver() throws Exception {
        service.close();
        service = keep(
                new HttpService(LIMITS, HttpLimits.defaults(), null, Passage.REDIRECTED, network.router.threads()));
        List<Talk> talks = talks(4, 20_000);

        assertThat(takeOver(flows(talks)).live()).hasSize(4);
        awaitTraffic();
        assertThat(handBack().back()).containsExactlyInAnyOrderElementsOf(flows(talks));
        for (Talk talk : talks) {
            talk.endsWell();
        }
    }

    @Test
    void theLoadBalancerResetsBothEndsOfItsServersConnectionsOnly() throws Exception {
        service.close();
        service = keep(
                new HttpService(LIMITS, HttpLimits.defaults(), null, Passage.REDIRECTED, network.router.threads()));
        Socket client = keep(network.connect(server));
        Socket peer = keep(listener.accept());
        exchange(client, peer);
        List<StandingConnection> seen = watch.standing(server);

        TakenOver ofAnother =
                network.router.call(() -> service.reset(endpoint("10.82.1.11", server.port()), seen, this::held));
        TakenOver ended = network.router.call(() -> service.reset(server, seen, this::held));
        packets.lift(Set.of(Talk.flow(client).client()));

        assertThat(ofAnother.live()).isEmpty();
        assertThat(ofAnother.refused()).extracting(TakenOver.Refused::flow).containsExactly(Talk.flow(client));
        assertThat(ended.live()).extracting(TakenOver.Live::flow).containsExactly(Talk.flow(client));
        assertThat(ended.refused()).isEmpty();
        for (Socket each : List.of(client, peer)) {
            each.setSoTimeout(RelayNetwork.PATIENCE_MILLIS);
            assertThatThrownBy(() -> each.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        assertThat(service.snapshot().accepted()).isZero();
    }

    @Test
    void connectionsAreGivenBackAndGoOnDirectly() throws Exception {
        List<Talk> talks = talks(10, 20_000);
        talks.addAll(talks(2, 200));
        takeOver(flows(talks));
        awaitTraffic();

        HandedBack handed = handBack();

        assertThat(handed.kept()).isEmpty();
        assertThat(handed.back()).containsExactlyInAnyOrderElementsOf(flows(talks));
        assertThat(service.snapshot().open()).isZero();
        service.close();
        for (Talk talk : talks) {
            talk.endsWell();
        }
    }

    /** Whoever opens the next door is the thread that decides for all servers. */
    @Test
    void anotherServerIsServedWhileASlowSessionIsAskedToGoBack() throws Exception {
        Socket client = keep(network.connect(server));
        Socket peer = keep(listener.accept());
        exchange(client, peer);
        takeOver(List.of(Talk.flow(client)));
        CompletableFuture<Void> said = CompletableFuture.runAsync(() -> flood(peer), threads);
        await("more than its client takes", () -> served().bytesFromServer() > 100_000);

        service.retire(server);
        CompletableFuture<HandedBack> giving = CompletableFuture.supplyAsync(() -> service.handBack(server), threads);
        TimeUnit.MILLISECONDS.sleep(200);
        network.router.call(() -> service.serve(endpoint("10.82.1.11", server.port())));
        assertThat(giving).isNotDone();
        assertThat(giving.join().kept()).hasSize(1);
        peer.close();
        assertThat(said).failsWithin(Duration.ofSeconds(10));
    }

    private static void flood(Socket socket) {
        try {
            socket.getOutputStream().write(new byte[32 << 20]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSessionThatBeganHereStaysHere() throws Exception {
        Door door = network.router.call(() -> service.serve(server));
        network.redirect(server, door);
        Talk talk = talk(1, 1000);

        HandedBack handed = handBack();

        assertThat(handed.back()).isEmpty();
        assertThat(handed.kept()).extracting(HandedBack.Kept::flow).containsExactly(talk.flow());
        talk.endsWell();
    }
}
