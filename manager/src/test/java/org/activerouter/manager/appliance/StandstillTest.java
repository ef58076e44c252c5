package org.activerouter.manager.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StandstillTest {
    private long beats;
    private final Standstill standstill = new Standstill(() -> beats, Duration.ofSeconds(1));

    @Test
    void aThreadThatBeatsNowAndThenIsNeverFoundStanding() {
        for (int i = 0; i < 200; i++) {
            beats += i % 10 == 0 ? 1 : 0;
            assertThat(standstill.tick()).isFalse();
        }
    }

    @Test
    void aThreadThatDoesNotBeatForTenTicksIs() {
        beats = 5;
        for (int i = 0; i < 10; i++) {
            assertThat(standstill.tick()).isFalse();
        }
        assertThat(standstill.tick()).isTrue();
        assertThat(standstill.patience()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aThreadThatGoesOnIsForgiven() {
        for (int i = 0; i < 10; i++) {
            standstill.tick();
        }
        beats++;
        assertThat(standstill.tick()).isFalse();
    }

    @Test
    void theFailureSaysWhereTheThreadIs() {
        assertThat(standstill.failure(Thread.currentThread()))
                .hasMessageContaining("has made no progress for 10 s; it is in java.");
    }
}
