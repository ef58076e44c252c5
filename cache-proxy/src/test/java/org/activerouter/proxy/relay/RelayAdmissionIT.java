package org.activerouter.proxy.relay;

import static org.activerouter.proxy.relay.RelayNetwork.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.activerouter.proxy.Door;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom the relay lets in and how long, and who reaches the server without it. */
@Timeout(60)
class RelayAdmissionIT extends RelayLaboratory {
    @Test
    void aConnectionThatNobodyRedirectedIsRefused() throws Exception {
        assertThatThrownBy(() -> keep(network.router.call(() -> new Socket(InetAddress.getLoopbackAddress(), 8888)))
                        .getInputStream()
                        .read())
                .isInstanceOf(SocketException.class);
        assertThat(refused(Refusal.NOT_REDIRECTED)).isOne();
        assertThat(service.snapshot().accepted()).isZero();
    }

    @Test
    void aServerThatIsNotServedIsRefused() throws Exception {
        network.redirect(second, new Door(8888, 8888));

        assertRefused(second);
        assertThat(refused(Refusal.NOT_REDIRECTED)).isOne();
    }

    @Test
    void oneClientAddressHasNoMoreThanItsShare() throws Exception {
        start(new RelayLimits(100, 3, 64 << 10, 1 << 20, Duration.ofHours(1), Duration.ofSeconds(5), 1));
        for (int i = 0; i < 3; i++) {
            connect();
            accept();
        }

        assertRefused(server);
        assertThat(refused(Refusal.CONNECTIONS_PER_ADDRESS)).isOne();
        keep(network.connect("10.82.2.3", 0, server));
        accept();
        assertThat(service.snapshot().open()).isEqualTo(4);
    }

    @Test
    void whenItIsFullNewClientsReachTheServerDirectly() throws Exception {
        start(new RelayLimits(2, 2, 64 << 10, 1 << 20, Duration.ofHours(1), Duration.ofSeconds(5), 1));
        connect();
        accept();
        Socket leaving = connect();
        Socket left = accept();
        Socket direct = connect();
        Socket peer = accept();

        assertThat(service.snapshot().accepted()).isEqualTo(2);
        direct.getOutputStream().write(7);
        assertThat(peer.getInputStream().read()).isEqualTo(7);
        leaving.close();
        left.close();
        await("room", () -> service.snapshot().open() < 2);
        await("a redirected client", () -> redirectedAgain(2));
    }

    private boolean redirectedAgain(long before) {
        try {
            connect();
            return service.snapshot().accepted() > before;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSessionThatIsSilentForTooLongIsEnded() throws Exception {
        start(new RelayLimits(9, 9, 64 << 10, 1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(5), 1));
        Socket client = connect();
        accept();

        assertReset(client);
        assertThat(refused(Refusal.IDLE)).isOne();
    }

    @Test
    void aRetiredServersSessionsGoOnAndItsDoorClosesLater() throws Exception {
        Socket client = connect();
        Socket peer = accept();
        network.release(server);
        service.retire(server);
        Socket direct = connect();
        accept();
        assertThat(service.snapshot().doors()).containsExactly(new Door(8888, 8888));
        await("the door to be closed", () -> service.snapshot().doors().isEmpty());

        client.getOutputStream().write(7);
        assertThat(peer.getInputStream().read()).isEqualTo(7);
        assertThat(direct.isConnected()).isTrue();
        assertThat(service.snapshot().accepted()).isOne();
        client.close();
        peer.close();
        await("the server to be forgotten", () -> service.served().isEmpty());
    }

    /** The median of five, because a process of a busy machine may wait for its turn even to die. */
    @Test
    void afterAKillNewClientsReachTheServerDirectlyWithin50Milliseconds() throws Exception {
        service.close();
        Future<?> unused = threads.submit(this::echo);
        long[] nanos = new long[5];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = nanosFromKillToAnswer();
        }
        Arrays.sort(nanos);

        assertThat(nanos[nanos.length / 2]).isLessThan(TimeUnit.MILLISECONDS.toNanos(50));
    }

    private long nanosFromKillToAnswer() throws Exception {
        Process other = RelayProcess.start(network.router, server);
        Socket relayed = connect();
        relayed.getOutputStream().write(7);
        assertThat(relayed.getInputStream().read()).isEqualTo(7);
        long killed = System.nanoTime();
        other.destroyForcibly();
        awaitAnswer();
        long nanos = System.nanoTime() - killed;
        assertThat(isOver(relayed)).isTrue();
        other.waitFor();
        return nanos;
    }

    private static boolean isOver(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private Void echo() throws Exception {
        while (!listener.isClosed()) {
            Socket peer = keep(listener.accept());
            Future<?> unused = threads.submit(() -> peer.getInputStream().transferTo(peer.getOutputStream()));
        }
        return null;
    }

    /** A byte that came back says that nobody in between has only accepted. */
    private void awaitAnswer() throws Exception {
        int answer = -1;
        while (answer != 7) {
            try {
                Socket socket = connect();
                socket.getOutputStream().write(7);
                answer = socket.getInputStream().read();
            } catch (SocketException notYet) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
