package org.activerouter.analyzer.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogLinearScaleTest {
    @Test
    void theMiddleOfABinIsAtMostThreePercentOrHalfAMicrosecondFromItsValues() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long nanos = random.nextLong(1L << random.nextInt(1, 42));
            double middle = LogLinearScale.middleNanos(LogLinearScale.bin(nanos));
            assertThat(Math.abs(middle - nanos)).isLessThanOrEqualTo(Math.max(nanos * 0.0313, 1_000));
        }
    }

    @Test
    void binsGrowWithTheirValuesAndNoneIsBeyondTheLast() {
        int last = 0;
        for (long nanos = 0; nanos < ServerLoad.LONGEST_RESPONSE_NANOS; nanos += nanos / 50 + 1_000) {
            int bin = LogLinearScale.bin(nanos);
            assertThat(bin).isBetween(last, LogLinearScale.BINS - 1);
            last = bin;
        }
        assertThat(LogLinearScale.bin(Long.MAX_VALUE)).isEqualTo(LogLinearScale.BINS - 1);
    }
}
