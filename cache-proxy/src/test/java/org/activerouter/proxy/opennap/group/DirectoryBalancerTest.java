package org.activerouter.proxy.opennap.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Roster;
import org.activerouter.proxy.balance.Seat;
import org.activerouter.proxy.balance.Sessions;
import org.activerouter.proxy.opennap.ModelServer;
import org.activerouter.proxy.opennap.Nap;
import org.activerouter.proxy.opennap.SocketServer;
import org.activerouter.proxy.opennap.WireClient;
import org.activerouter.proxy.relay.LoopbackPassage;
import org.activerouter.proxy.relay.RelayLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service with three servers on the loopback, the first of which is asked for. */
@Timeout(60)
final class DirectoryBalancerTest {
    private static final int SECOND = 1_000;

    private final List<ServerSocket> listeners = new ArrayList<>();
    private final List<SocketServer> servers = new ArrayList<>();
    private final List<WireClient> sharers = new ArrayList<>();
    private DirectoryBalancer balancer;
    private int port;

    @BeforeEach
    void begin() throws IOException {
        for (int i = 0; i < 3; i++) {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            listeners.add(listener);
            servers.add(new SocketServer(listener, new ModelServer(100)));
            WireClient sharer = new WireClient(new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
            sharers.add(sharer);
            sharer.send(Nap.logIn("sharer" + i, 6699), Nap.share("C:\\m\\teka band " + i + ".mp3"));
            for (int words = 0; words < 5; words++) {
                sharer.send(Nap.share("C:\\m\\word" + words + " of " + i + ".mp3"));
            }
            // Its end tells that the server has taken all of it.
            sharer.say(Nap.search("nothing"));
        }
        Endpoint asked = endpoint(0);
        balancer = new DirectoryBalancer(
                RelayLimits.defaults(), new LoopbackPassage(asked), new DefaultThreadFactory("directories", true));
        port = balancer.serve(asked).listeningPort();
    }

    @AfterEach
    void end() throws IOException {
        balancer.close();
        for (WireClient sharer : sharers) {
            sharer.close();
        }
        for (SocketServer server : servers) {
            server.close();
        }
    }

    private Endpoint endpoint(int server) {
        return new Endpoint(
                InetAddress.getLoopbackAddress(), listeners.get(server).getLocalPort());
    }

    private void group(Distribution distribution, Sessions sessions, Duration patience) {
        Mode mode = new Mode(distribution, Choice.ROUND_ROBIN, false, 0, sessions, patience);
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            seats.add(new Seat(endpoint(i), 1, true));
        }
        balancer.roster(new Roster("test", mode, seats));
    }

    private WireClient user(String nick) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20 * SECOND);
        WireClient client = new WireClient(socket);
        client.say(Nap.logIn(nick, 6699));
        return client;
    }

    private static List<Nap> search(WireClient client, String words) throws IOException {
        client.send(Nap.search(words));
        List<Nap> answer = new ArrayList<>();
        do {
            answer.add(client.read());
        } while (answer.getLast().type() != Nap.END);
        return answer.subList(0, answer.size() - 1);
    }

    @Test
    void aSplitSearchReturnsWhatAllThreeKnow() throws IOException {
        group(Distribution.SPLIT, Sessions.STAY, Duration.ofSeconds(10));
        assertThat(balancer.ownAddresses()).isEmpty();
        try (WireClient asker = user("asker")) {
            assertThat(search(asker, "teka band")).hasSize(3).doesNotHaveDuplicates();
            assertThat(balancer.ownAddresses()).containsExactly(InetAddress.getLoopbackAddress());
            assertThat(search(asker, "nobody")).isEmpty();
            assertThat(search(asker, "teka band")).hasSize(3);
        }
        ServedSnapshot served = balancer.served().getFirst();
        assertThat(served.queries()).isEqualTo(3);
        assertThat(served.forwarded()).isEqualTo(3);
    }

    @Test
    void aMemberThatIsGoneCostsItsPart() throws IOException {
        group(Distribution.SPLIT, Sessions.MOVE, Duration.ofSeconds(10));
        try (WireClient asker = user("asker")) {
            assertThat(search(asker, "teka band")).hasSize(3);
            servers.get(2).close();
            assertThat(search(asker, "teka band")).hasSize(2);
            assertThat(search(asker, "teka band")).hasSize(2);
        }
        assertThat(balancer.snapshot().refused()).containsKey("search-unreachable");
        assertThat(balancer.members().get(2).failures()).isPositive();
    }

    @Test
    void sessionsAreSpreadAndTheirSearchesFollow() throws IOException {
        group(Distribution.SPREAD, Sessions.MOVE, Duration.ofSeconds(10));
        List<String> found = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (WireClient asker = user("asker" + i)) {
                search(asker, "teka band").forEach(result -> found.add(result.text()));
            }
        }
        assertThat(found).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aSessionWhoseMemberCannotBeReachedGoesToAnother() throws IOException {
        group(Distribution.SPREAD, Sessions.STAY, Duration.ofSeconds(10));
        sharers.getFirst().close();
        servers.getFirst().close();
        try (WireClient asker = user("asker")) {
            assertThat(search(asker, "teka band")).hasSize(1);
        }
    }

    @Test
    void manyClientsAtOnceEachGetTheirOwnAnswers() throws Exception {
        group(Distribution.SPLIT, Sessions.STAY, Duration.ofSeconds(20));
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Callable<Boolean>> askers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int number = i;
                askers.add(() -> asksWell(number));
            }
            for (Future<Boolean> each : threads.invokeAll(askers)) {
                assertThat(each.get()).isTrue();
            }
        }
        assertThat(balancer.members())
                .allSatisfy(member -> assertThat(member.failures()).isZero());
    }

    private boolean asksWell(int number) throws IOException {
        try (WireClient asker = user("asker" + number)) {
            boolean well = true;
            for (int i = 0; i < 50; i++) {
                String word = "word" + (number + i) % 5;
                List<Nap> answer = search(asker, word);
                well &= answer.size() == 3
                        && answer.stream().allMatch(result -> result.text().contains(word));
            }
            return well;
        }
    }
}
