package org.activerouter.analyzer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyRecordTest {
    private final LatencyRecord record = new LatencyRecord();

    @Test
    void withoutAResponseThereIsNoTime() {
        assertThat(record.summary()).isEqualTo(ResponseTimes.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 99, 100, 101, LatencyRecord.FEW, LatencyRecord.FEW + 1, 10_000})
    void quantilesAreThoseOfAllTimesWithinOnePercent(int count) {
        Random random = new Random(count);
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = 1_000_000 + random.nextLong(1L << random.nextInt(10, 36));
            record.record(all[i]);
        }
        Arrays.sort(all);
        ResponseTimes times = record.summary();
        assertThat(times.count()).isEqualTo(count);
        assertThat(times.max()).isEqualTo(all[count - 1] / 1e6);
        assertThat(times.mean()).isCloseTo(Arrays.stream(all).average().orElseThrow() / 1e6, within(1e-6));
        assertQuantile(times.p50(), 50, all);
        assertQuantile(times.p95(), 95, all);
        assertQuantile(times.p99(), 99, all);
    }

    private static void assertQuantile(double millis, int percent, long[] sorted) {
        double exact = sorted[(int) Math.ceil(percent * sorted.length / 100.0) - 1] / 1e6;
        assertThat(millis).isCloseTo(exact, within(exact * 0.01));
    }

    @Test
    void timesUpToTheLongestBelievedAreTaken() {
        for (int i = 0; i < 1_000; i++) {
            record.record(ServerLoad.LONGEST_RESPONSE_NANOS);
            record.record(0);
        }
        assertThat(record.summary().max()).isEqualTo(3_600_000.0);
        assertThat(record.summary().p99()).isCloseTo(3_600_000.0, within(36_000.0));
        assertThat(record.summary().p50()).isZero();
    }
}
