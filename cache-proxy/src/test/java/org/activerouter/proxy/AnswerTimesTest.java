package org.activerouter.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

final class AnswerTimesTest {
    private final AnswerTimes times = new AnswerTimes();

    @Test
    void theRareSlowAnswerShowsInTheHighestPercentileOnly() {
        times.took(20_000, 985);
        times.took(3_000_000, 15);

        assertThat(times.percentiles().medianNanos()).isCloseTo(20_000, withinPercentage(1));
        assertThat(times.percentiles().p99Nanos()).isCloseTo(3_000_000, withinPercentage(1));
    }

    @Test
    void beforeTheFirstAnswerAllIsZero() {
        assertThat(times.percentiles()).isEqualTo(new AnswerTimes.Percentiles(0, 0, 0));
    }

    @Test
    void aClockThatJumpsDoesNoHarm() {
        times.took(-5, 1);
        times.took(Long.MAX_VALUE, 1);

        assertThat(times.percentiles().medianNanos()).isZero();
        assertThat(times.percentiles().maxNanos()).isCloseTo(60_000_000_000L, withinPercentage(1));
    }
}
