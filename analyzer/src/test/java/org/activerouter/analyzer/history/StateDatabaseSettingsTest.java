package org.activerouter.analyzer.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StateDatabaseSettingsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void theDefaultsAreHoursForExchangesAndMonthsForAggregates() {
        StateDatabaseSettings settings = StateDatabaseSettings.inFile(Path.of("state"));

        assertThat(settings.keepExchanges()).isEqualTo(Duration.ofHours(6));
        assertThat(settings.keepSeconds()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.keepMinutes()).isEqualTo(Duration.ofDays(365));
        assertThat(settings.maxBytes()).isEqualTo(4L << 30);
        assertThat(StateDatabaseSettings.inMemory().file()).isNull();
    }

    @Test
    void aggregatesMayNotGoBeforeWhatTheyWereMadeFrom() {
        assertThatThrownBy(() -> settings(2, HOUR, HOUR.minusNanos(1), HOUR, 4L << 20, HOUR.dividedBy(3_600)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keepSeconds no shorter");
        assertThatThrownBy(() -> settings(2, HOUR, HOUR, HOUR.minusNanos(1), 4L << 20, HOUR.dividedBy(3_600)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keepMinutes no shorter");
    }

    @Test
    void aFlushIntervalThatAKillWouldMakeTooCostlyIsRefused() {
        assertThatThrownBy(() -> settings(2, HOUR, HOUR, HOUR, 4L << 20, Duration.ofSeconds(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flushInterval");
    }

    @Test
    void aQueueWithoutRoomAndAFileWithoutRoomAreRefused() {
        assertThatThrownBy(() -> settings(1, HOUR, HOUR, HOUR, 4L << 20, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("queuedExchanges");
        assertThatThrownBy(() -> settings(2, HOUR, HOUR, HOUR, (4L << 20) - 1, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxBytes");
    }

    private static StateDatabaseSettings settings(
            int queued, Duration exchanges, Duration seconds, Duration minutes, long maxBytes, Duration flush) {
        return new StateDatabaseSettings(null, queued, 2, exchanges, seconds, minutes, maxBytes, 0, 1, flush);
    }
}
