package org.activerouter.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
    private final BatchSize size = new BatchSize();

    private void took(int moved, int millis) {
        size.took(moved, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void beginsSmallBecauseTheFirstIsTheSlowest() {
        assertThat(size.next()).isEqualTo(10);
    }

    @Test
    void growsWhereMoreWouldHaveFitAndNotAllAtOnce() {
        took(10, 4);
        assertThat(size.next()).isEqualTo(20);
        took(20, 1);
        assertThat(size.next()).isEqualTo(40);
        took(40, 1);
        took(80, 1);
        assertThat(size.next()).isEqualTo(100);
    }

    @Test
    void shrinksToWhatWouldHaveFitAndIsNeverTooSmallToShareADrain() {
        took(10, 4);
        took(20, 10);
        assertThat(size.next()).isEqualTo(16);
        took(16, 500);
        assertThat(size.next()).isEqualTo(10);
    }

    @Test
    void whatMovedNobodySaysNothing() {
        took(0, 500);
        assertThat(size.next()).isEqualTo(10);
    }
}
