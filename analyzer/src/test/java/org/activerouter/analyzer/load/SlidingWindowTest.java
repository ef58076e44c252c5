package org.activerouter.analyzer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_790_000_000L * SECOND;
    private static final long BUCKET = SECOND / 4;

    private final LoadClock clock = new LoadClock();
    private final SlidingWindow window = new SlidingWindow(new LoadLimits(1, 1, Duration.ofSeconds(10), 40));

    @Test
    void aSteadyRateIsToldWhereverTheNewestPartStands() {
        for (int i = 0; i <= 40_000; i++) {
            query(START + i * (SECOND / 1_000));
        }
        for (int step = 0; step < 4; step++) {
            clock.frame(START + 40 * SECOND + step * 1_000_000L);
            window.moveTo(clock);
            assertThat(window.queryRate(clock.now())).isCloseTo(1_000, within(5.0));
        }
    }

    @Test
    void whatIsOlderThanTheWindowHasLeftIt() {
        query(START);
        response(START, 5_000_000);
        clock.frame(START + 10 * SECOND - 1);
        window.moveTo(clock);
        assertThat(window.isEmpty()).isFalse();

        clock.frame(START + 10 * SECOND);
        window.moveTo(clock);
        assertThat(window.isEmpty()).isTrue();
        assertThat(window.responseTimes(new int[LogLinearScale.BINS])).isEqualTo(ResponseTimes.NONE);
        assertThat(window.queryRate(clock.now())).isZero();
    }

    @Test
    void aLateObservationCountsWhereItBelongsAndOneOlderThanTheWindowNowhere() {
        query(START + 20 * SECOND);
        query(START + 12 * SECOND);
        query(START + 3 * SECOND);
        assertThat(window.queryRate(START + 20 * SECOND) * 9.75).isCloseTo(2, within(1e-9));
    }

    @Test
    void whenTheStampsMoveTheWindowBeginsAnew() {
        query(START);
        clock.frame(START - 100 * SECOND);
        query(START - 100 * SECOND);
        assertThat(window.queryRate(clock.now()) * 9.75).isCloseTo(1, within(1e-9));
    }

    /** Against the plain definition: keep everything, look at what is inside. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyTrafficGivesWhatRememberingAllOfItWouldGive(long seed) {
        Random random = new Random(seed);
        List<long[]> all = new ArrayList<>();
        long now = START;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(100) == 0 ? random.nextLong(20 * SECOND) : random.nextLong(2_000_000);
            long response = random.nextLong(1L << random.nextInt(10, 36));
            response(now, response);
            all.add(new long[] {now, response});
            if (i % 500 == 0) {
                agreesWith(all, now);
            }
        }
    }

    private void agreesWith(List<long[]> all, long now) {
        long oldest = (Math.floorDiv(now, BUCKET) - 39) * BUCKET;
        long[] inside = all.stream()
                .filter(entry -> entry[0] >= oldest)
                .mapToLong(entry -> entry[1])
                .sorted()
                .toArray();
        ResponseTimes times = window.responseTimes(new int[LogLinearScale.BINS]);
        assertThat(times.count()).isEqualTo(inside.length);
        assertThat(times.max()).isEqualTo(inside[inside.length - 1] / 1e6);
        assertThat(times.mean()).isCloseTo(mean(inside) / 1e6, within(1e-6));
        assertQuantile(times.p50(), inside, 0.50);
        assertQuantile(times.p95(), inside, 0.95);
        assertQuantile(times.p99(), inside, 0.99);
    }

    private static void assertQuantile(double millis, long[] sorted, double share) {
        double exact = sorted[(int) Math.ceil(share * sorted.length) - 1];
        assertThat(millis * 1e6).isCloseTo(exact, within(Math.max(exact * 0.0313, 1_000)));
    }

    private static double mean(long[] values) {
        double sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private void query(long nanos) {
        clock.observation(nanos);
        window.query(nanos, clock);
    }

    private void response(long nanos, long responseNanos) {
        clock.observation(nanos);
        window.response(nanos, responseNanos, clock);
    }
}
