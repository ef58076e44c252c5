package org.activerouter.proxy.relay;

import static org.activerouter.proxy.relay.RelayNetwork.endpoint;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.ServedSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A client, the relay and a server in three network namespaces, with the real rules. */
abstract class RelayLaboratory extends InRelayNetwork {
    static final RelayLimits LIMITS =
            new RelayLimits(100, 50, 64 << 10, 1 << 20, Duration.ofMinutes(10), Duration.ofMillis(700), 2);
    static Endpoint second;

    RelayService service;
    ServerSocket listener;

    @BeforeAll
    static void nameAnother() throws IOException {
        second = endpoint("10.82.1.11", 8888);
    }

    @BeforeEach
    void begin() throws Exception {
        start(LIMITS);
        listener = keep(network.listen(server));
    }

    void start(RelayLimits limits) throws Exception {
        if (service != null) {
            service.close();
        }
        service = keep(new RelayService(limits, SessionHandler.RELAY, Passage.REDIRECTED, network.router.threads()));
        redirect(server);
    }

    Door redirect(Endpoint wanted) throws Exception {
        Door door = network.router.call(() -> service.serve(wanted));
        network.redirect(wanted, door);
        return door;
    }

    @AfterEach
    void releaseAnother() throws Exception {
        network.release(second);
    }

    Socket connect() throws Exception {
        return keep(network.connect(server));
    }

    Socket accept() throws Exception {
        Socket socket = keep(listener.accept());
        socket.setSoTimeout(RelayNetwork.PATIENCE_MILLIS);
        return socket;
    }

    ServedSnapshot served() {
        return service.served().stream()
                .filter(each -> each.server().equals(server))
                .findFirst()
                .orElseThrow();
    }

    long refused(Refusal why) {
        return service.snapshot().refused().get(why.key());
    }

    /** Sends so many random bytes in random pieces, then the end; gives their digest. */
    static Callable<byte[]> sender(Socket socket, long seed, int bytes) {
        return () -> {
            Random random = new Random(seed);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            OutputStream out = new DigestOutputStream(socket.getOutputStream(), digest);
            for (int sent = 0; sent < bytes; ) {
                byte[] piece = new byte[Math.min(bytes - sent, pieceSize(random))];
                random.nextBytes(piece);
                out.write(piece);
                sent += piece.length;
                pause(random);
            }
            socket.shutdownOutput();
            return digest.digest();
        };
    }

    static Callable<byte[]> receiver(Socket socket, long seed) {
        return () -> {
            Random random = new Random(seed);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            InputStream in = new DigestInputStream(socket.getInputStream(), digest);
            while (in.read(new byte[pieceSize(random)]) >= 0) {
                pause(random);
            }
            return digest.digest();
        };
    }

    static int pieceSize(Random random) {
        return 1 + random.nextInt(1 << random.nextInt(18));
    }

    static void pause(Random random) {
        if (random.nextInt(50) == 0) {
            LockSupport.parkNanos(random.nextInt(10_000_000));
        }
    }

    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** The reset may come while the client still believes that it is connecting. */
    void assertRefused(Endpoint asked) {
        assertThatThrownBy(() -> keep(network.connect(asked)).getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }
}
