package org.activerouter.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RelayLimitsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void whatCouldNotWorkIsRefusedByName() {
        refused("connections", 0, 1, 1024, 1024, HOUR, HOUR, 1);
        refused("connectionsPerAddress", 1, 0, 1024, 1024, HOUR, HOUR, 1);
        refused("queuedPerConnection", 1, 1, 1023, 1024, HOUR, HOUR, 1);
        refused("queuedInAll", 1, 1, 2048, 2047, HOUR, HOUR, 1);
        refused("idle", 1, 1, 1024, 1024, Duration.ofMillis(999), HOUR, 1);
        refused("connect", 1, 1, 1024, 1024, HOUR, Duration.ZERO, 1);
        refused("connect", 1, 1, 1024, 1024, HOUR, Duration.ofDays(25), 1);
        refused("threads", 1, 1, 1024, 1024, HOUR, HOUR, 0);
    }

    private static void refused(
            String name, int all, int each, int queue, long queues, Duration idle, Duration connect, int threads) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RelayLimits(all, each, queue, queues, idle, connect, threads))
                .withMessageStartingWith(name);
    }

    @Test
    void theDefaultsLeaveMemoryToTheRestOfTheProcess() {
        RelayLimits defaults = RelayLimits.defaults();

        assertThat(defaults.queuedInAll()).isLessThanOrEqualTo(64 << 20);
        assertThat(defaults.threads()).isBetween(1, 4);
    }
}
