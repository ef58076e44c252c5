package org.activerouter.proxy.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.activerouter.proxy.relay.RelayNetwork.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes the relay between real sockets of three network namespaces, and how it ends. */
@Timeout(60)
class RelayIT extends RelayLaboratory {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bytesPassExactlyBothWaysInPiecesOfAnySizeAndWithPauses(long seed) throws Exception {
        Socket client = connect();
        Socket peer = accept();
        int bytes = 4_000_000;
        Future<byte[]> up = threads.submit(sender(client, seed, bytes));
        Future<byte[]> down = threads.submit(sender(peer, seed + 100, bytes));
        Future<byte[]> atServer = threads.submit(receiver(peer, seed + 200));
        Future<byte[]> atClient = threads.submit(receiver(client, seed + 300));

        assertThat(atServer.get()).isEqualTo(up.get());
        assertThat(atClient.get()).isEqualTo(down.get());
        await("the session's end", () -> service.snapshot().open() == 0);
        assertThat(served().bytesFromClients()).isEqualTo(bytes);
        assertThat(served().bytesFromServer()).isEqualTo(bytes);
        assertThat(service.snapshot().bytesQueued()).isZero();
    }

    @Test
    void aClientThatEndsItsDirectionStillHearsTheServer() throws Exception {
        Socket client = connect();
        Socket peer = accept();
        client.getOutputStream().write("ask".getBytes(US_ASCII));
        client.shutdownOutput();
        assertThat(peer.getInputStream().readAllBytes()).isEqualTo("ask".getBytes(US_ASCII));
        peer.getOutputStream().write("answer".getBytes(US_ASCII));
        peer.close();

        assertThat(client.getInputStream().readAllBytes()).isEqualTo("answer".getBytes(US_ASCII));
        await("the session's end", () -> service.snapshot().open() == 0);
    }

    @Test
    void aServerThatEndsItsDirectionStillHearsTheClient() throws Exception {
        Socket client = connect();
        Socket peer = accept();
        peer.getOutputStream().write("welcome".getBytes(US_ASCII));
        peer.shutdownOutput();
        assertThat(client.getInputStream().readAllBytes()).isEqualTo("welcome".getBytes(US_ASCII));
        client.getOutputStream().write("bye".getBytes(US_ASCII));
        client.close();

        assertThat(peer.getInputStream().readAllBytes()).isEqualTo("bye".getBytes(US_ASCII));
        await("the session's end", () -> service.snapshot().open() == 0);
    }

    @Test
    void aResetByTheClientReachesTheServerAsOne() throws Exception {
        Socket client = connect();
        Socket peer = accept();
        reset(client);

        assertReset(peer);
        await("the session's end", () -> service.snapshot().open() == 0);
    }

    @Test
    void aResetByTheServerReachesTheClientAsOne() throws Exception {
        Socket client = connect();
        reset(accept());

        assertReset(client);
        await("the session's end", () -> service.snapshot().open() == 0);
    }

    @Test
    void aResetOfAClientThatDoesNotReadReachesTheServer() throws Exception {
        Socket client = connect();
        Socket peer = accept();
        Future<?> flood = threads.submit(sender(peer, 8, 50_000_000));
        await("a full queue", () -> service.snapshot().bytesQueued() > 0);
        reset(client);

        assertThatThrownBy(flood::get).hasCauseInstanceOf(SocketException.class);
        await("the session's end", () -> service.snapshot().open() == 0);
        assertThat(service.snapshot().bytesQueued()).isZero();
    }

    @Test
    void aServerThatRefusesIsAResetForItsClient() throws Exception {
        listener.close();

        assertRefused(server);
        assertThat(refused(Refusal.CONNECT_FAILED)).isOne();
        assertThat(served().connectFailures()).isOne();
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUpInTime() throws Exception {
        network.run(network.server, "iptables", "-A", "INPUT", "-p", "tcp", "--dport", "8888", "-j", "DROP");
        try {
            Socket client = connect();
            assertReset(client);
            await("the session's end", () -> service.snapshot().open() == 0);
            assertThat(refused(Refusal.CONNECT_TIMEOUT)).isOne();
        } finally {
            network.run(network.server, "iptables", "-F", "INPUT");
        }
    }

    @Test
    void aClientThatLeavesBeforeTheServerAnswersIsForgotten() throws Exception {
        network.run(network.server, "iptables", "-A", "INPUT", "-p", "tcp", "--dport", "8888", "-j", "DROP");
        try {
            Socket client = connect();
            await("the session", () -> service.snapshot().open() == 1);
            reset(client);
            await("the session's end", () -> service.snapshot().open() == 0);
            assertThat(refused(Refusal.CONNECT_FAILED)).isZero();
        } finally {
            network.run(network.server, "iptables", "-F", "INPUT");
        }
    }

    @Test
    void whatASlowReaderDoesNotTakeStaysWithTheSender() throws Exception {
        Socket client = connect();
        Socket peer = accept();
        int bytes = 60_000_000;
        Future<byte[]> down = threads.submit(sender(peer, 9, bytes));
        await("a full queue", () -> service.snapshot().bytesQueued() > 0);
        long before = -1;
        while (before != served().bytesFromServer()) {
            before = served().bytesFromServer();
            TimeUnit.MILLISECONDS.sleep(300);
        }

        // One read may go beyond the mark, and a buffer counts as what Netty reserves for it beside its bytes.
        assertThat(service.snapshot().bytesQueued())
                .isBetween(1L, LIMITS.queuedPerConnection() + 2L * OneReadAtATime.MOST);
        assertThat(before).isLessThan(bytes / 2);
        assertThat(threads.submit(receiver(client, 10)).get()).isEqualTo(down.get());
    }

    @Test
    void whatAServerSentBeforeItsEndReachesASlowReader() throws Exception {
        Socket client = connect();
        Socket peer = accept();
        Future<byte[]> down = threads.submit(sender(peer, 11, 9_000_000));
        await("a full queue", () -> service.snapshot().bytesQueued() > 0);
        byte[] digest = threads.submit(receiver(client, 12)).get();

        assertThat(digest).isEqualTo(down.get());
    }
}
