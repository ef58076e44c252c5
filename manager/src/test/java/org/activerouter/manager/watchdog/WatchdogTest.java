package org.activerouter.manager.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainDatagramSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor hears, over a real socket. It waits for what must come and never for time to pass. */
@Timeout(30)
class WatchdogTest {
    private static final String TENTH_OF_A_SECOND = "100000";

    @TempDir
    Path folder;

    private Socket supervisor;
    private final AtomicLong beats = new AtomicLong();

    @BeforeEach
    void listen() throws IOException {
        Epoll.ensureAvailability();
        supervisor = Socket.newSocketDomainDgram();
        supervisor.bind(new DomainSocketAddress(folder.resolve("notify").toString()));
    }

    @AfterEach
    void close() throws IOException {
        supervisor.close();
    }

    private AutoCloseable watchdog(Map<String, String> environment) {
        return Watchdog.start(environment, List.of(new Heart("the test", beats::incrementAndGet)));
    }

    private Map<String, String> environment() {
        return Map.of("NOTIFY_SOCKET", folder.resolve("notify").toString(), "WATCHDOG_USEC", TENTH_OF_A_SECOND);
    }

    /** The next message. */
    private String heard() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        DomainDatagramSocketAddress from = null;
        while (from == null) {
            // Netty's sockets never block; the test's time-out ends this.
            LockSupport.parkNanos(1_000_000);
            from = supervisor.recvFromDomainSocket(buffer, 0, buffer.capacity());
        }
        byte[] text = new byte[from.receivedAmount()];
        buffer.get(0, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Test
    void itSaysThatItIsReadyThatAllMovesAndThatItEnds() throws Exception {
        AutoCloseable watchdog = watchdog(environment());
        assertThat(heard()).isEqualTo("READY=1");
        for (int i = 0; i < 5; i++) {
            assertThat(heard()).isEqualTo("WATCHDOG=1");
        }
        watchdog.close();
        String last = heard();
        while (last.equals("WATCHDOG=1")) {
            last = heard();
        }
        assertThat(last).isEqualTo("STOPPING=1");
    }

    @Test
    void withoutASupervisorNothingIsDone() throws Exception {
        watchdog(Map.of()).close();
        assertThat(beats).hasValue(0);
    }
}
