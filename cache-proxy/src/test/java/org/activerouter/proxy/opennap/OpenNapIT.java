package org.activerouter.proxy.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.activerouter.proxy.relay.RelayNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cache proxy between real sockets of three network namespaces, with the real rules. */
@Timeout(120)
class OpenNapIT extends RedirectedDirectory {
    private final ModelServer model = new ModelServer(100);
    private SocketServer server;

    @BeforeEach
    void begin() throws Exception {
        server = new SocketServer(network.listen(endpoint), model);
        serve(server);
    }

    private static List<String> sorted(List<Nap> messages) {
        return messages.stream().map(Nap::toString).sorted().toList();
    }

    private static void settle() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(1100);
    }

    @Test
    void hundredsOfMessagesGiveTheSameConversationAsWithoutAProxy() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        ModelServer plain = new ModelServer(100);
        List<WireClient> clients = new ArrayList<>();
        List<ModelServer.Client> directs = new ArrayList<>();
        List<List<Nap>> heard = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            List<Nap> hears = new ArrayList<>();
            heard.add(hears);
            directs.add(plain.connect("10.82.2.2", hears::add));
            clients.add(connect());
        }
        for (int action = 0; action < 600; action++) {
            if (action % 150 == 10) {
                settle();
            }
            int who = action < 5 ? action : random.nextInt(5);
            Nap[] messages = action < 5
                    ? new Nap[] {Nap.logIn("user" + who, who == 3 ? 0 : 6699)}
                    : SameConversationTest.script(random, action % 150 < 10, who);
            heard.get(who).clear();
            for (Nap message : messages) {
                directs.get(who).say(message);
            }
            directs.get(who).say(new Nap(WireClient.STATISTICS, ""));
            assertThat(sorted(clients.get(who).say(messages)))
                    .as("action %d: %s", action, List.of(messages))
                    .isEqualTo(sorted(heard.get(who)));
        }
        assertThat(service.cacheSnapshot().hits()).isGreaterThan(100);
        assertThat(service.cacheSnapshot().refused()).containsEntry("doubt", 0L);
        assertThat(model.searches()).isLessThan(plain.searches());
        assertThat(service.served().get(0).queries()).isEqualTo(plain.searches());
        assertThat(service.served().get(0).forwarded()).isEqualTo(model.searches());
    }

    @Test
    void whenTheServerDiesKnownAnswersAreGivenUntilItIsBack() throws Exception {
        WireClient asker = connect();
        asker.say(Nap.logIn("asker", 6699), Nap.search("nothing"));
        server.close();
        asker.send(Nap.search("nothing"), Nap.search("unknown"));
        assertThat(List.of(asker.read(), asker.read(), asker.read()))
                .containsExactly(
                        new Nap(Nap.END, ""), new Nap(Nap.ERROR, "the server does not answer"), new Nap(Nap.END, ""));
        opened.add(new SocketServer(network.listen(endpoint), new ModelServer(100)));
        assertThat(endOf(asker)).isTrue();
    }

    private static boolean endOf(WireClient client) throws IOException {
        try {
            client.read();
            return false;
        } catch (EOFException end) {
            return true;
        }
    }

    @Test
    void aClientThatAsksAndNeverReadsIsNotReadAnyMoreAndDisturbsNobody() throws Exception {
        WireClient sharer = connect();
        sharer.say(Nap.logIn("sharer", 6699));
        for (int i = 0; i < 90; i++) {
            sharer.send(Nap.share("C:\\m\\" + "x".repeat(500) + " teka " + i + ".mp3"));
        }
        sharer.say();
        settle();
        WireClient deaf = connect();
        deaf.say(Nap.logIn("deaf", 6699), Nap.search("teka"));
        Thread sender = Thread.ofPlatform().daemon().start(() -> sendForEver(deaf));
        RelayNetwork.await(
                "the proxy to stop reading",
                () -> sender.getState() == Thread.State.RUNNABLE
                        && service.snapshot().bytesQueued() > 32 << 10);
        long searches = waitUntilNothingMoves();
        WireClient other = connect();
        long begin = System.nanoTime();
        other.say(Nap.logIn("other", 6699), Nap.search("teka"));
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(2));
        assertThat(service.snapshot().bytesQueued()).isLessThan(8 << 20);
        assertThat(service.cacheSnapshot().searches()).isLessThan(searches + 1000);
    }

    private static void sendForEver(WireClient client) {
        try {
            while (true) {
                client.send(Nap.search("teka"));
            }
        } catch (IOException over) {
            // The test is over.
        }
    }

    private long waitUntilNothingMoves() throws InterruptedException {
        long before = -1;
        long now = service.cacheSnapshot().searches();
        while (now != before) {
            TimeUnit.MILLISECONDS.sleep(300);
            before = now;
            now = service.cacheSnapshot().searches();
        }
        return now;
    }

    @Test
    void aMillionResultsEndTheSessionThatGetsThem() throws Exception {
        server.close();
        try (var listener = network.listen(endpoint)) {
            WireClient client = connect();
            client.send(Nap.logIn("asker", 6699), Nap.search("bomb"));
            Socket atServer = listener.accept();
            atServer.setSoTimeout(RelayNetwork.PATIENCE_MILLIS);
            assertThat(SocketServer.read(atServer.getInputStream()).type()).isEqualTo(Nap.LOG_IN);
            atServer.getOutputStream().write(new Nap(3, "a@b").bytes().array());
            assertThat(SocketServer.read(atServer.getInputStream()).type()).isEqualTo(Nap.SEARCH);
            Thread.ofPlatform().daemon().start(() -> bomb(atServer));
            RelayNetwork.await("the bomb to be refused", () -> {
                drain(client);
                return service.cacheSnapshot().refused().get("results-passed") == 1;
            });
            assertThat(service.cacheSnapshot().bytes()).isLessThan(1 << 20);
        }
    }

    private static void bomb(Socket socket) {
        byte[] result = new Nap(Nap.RESULT, "\"C:\\bomb.mp3\" 0 1 2 3 4 evil 5 6")
                .bytes()
                .array();
        try {
            for (int i = 0; i < 1_000_000; i++) {
                socket.getOutputStream().write(result);
            }
        } catch (IOException refused) {
            // As it should be.
        }
    }

    private static void drain(WireClient client) {
        try {
            client.drain();
        } catch (SocketTimeoutException nothing) {
            // Not yet.
        } catch (IOException reset) {
            // As it should be.
        }
    }
}
