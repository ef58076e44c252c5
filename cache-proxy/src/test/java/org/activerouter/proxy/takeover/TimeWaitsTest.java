package org.activerouter.proxy.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many sockets are remembered, and when the kernel is asked for them; that they are ended is shown by {@code TakeoverIT}. */
class TimeWaitsTest {
    /** Of addresses for examples (RFC 5737), which no socket has. */
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.1", 1);

    private static final InetSocketAddress REMOTE = new InetSocketAddress("192.0.2.2", 2);

    private final AtomicInteger left = new AtomicInteger();
    private final TimeWaits sockets = new TimeWaits(left::incrementAndGet);

    @AfterEach
    void close() {
        sockets.close();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            sockets.add(LOCAL, REMOTE);
        }
    }

    @Test
    void ofMoreThanAreRememberedTheOldestAreLeftAlone() {
        add(TimeWaits.MOST + 3);
        assertThat(left).hasValue(3);
    }

    @Test
    void theKernelIsAskedForSomeAtATimeOnceASecondHasPassed() {
        add(2 * TimeWaits.MOST_AT_ONCE + 1);
        assertThat(sockets.endSome()).isFalse();

        sockets.second();
        assertThat(sockets.endSome()).isTrue();
        assertThat(sockets.endSome()).isTrue();
        assertThat(sockets.endSome()).isFalse();
        assertThat(left).hasValue(0);
    }
}
