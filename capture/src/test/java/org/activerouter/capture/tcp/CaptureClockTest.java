package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Stamps may lie; time goes on all the same. */
class CaptureClockTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3600 * SECOND;
    private static final long START = 1_700_000_000L * SECOND;

    private final Counters counters = new Counters();
    private final CaptureClock clock = new CaptureClock(counters);

    private long after(long... stamps) {
        for (long stamp : stamps) {
            clock.accept(stamp);
        }
        return clock.now();
    }

    @Test
    void theHighestStampIsTheTime() {
        assertThat(after(START, START + 5, START + 3)).isEqualTo(START + 5);
        assertThat(counters.clockJumps).isZero();
    }

    @Test
    void aSingleStampFarAheadIsNotBelieved() {
        assertThat(after(START, START + 2 * HOUR, START + 7)).isEqualTo(START + 7);
        assertThat(counters.clockJumps).isEqualTo(1);
    }

    @Test
    void twoStampsFarAheadAreBelieved() {
        assertThat(after(START, START + 50 * HOUR, START + 50 * HOUR + 1)).isEqualTo(START + 50 * HOUR + 1);
        assertThat(counters.clockJumps).isEqualTo(1);
    }

    @Test
    void twoStampsFarAheadThatDisagreeAreNotBelieved() {
        assertThat(after(START, START + 50 * HOUR, START + 90 * HOUR, START + 1))
                .isEqualTo(START + 1);
        assertThat(counters.clockJumps).isEqualTo(2);
    }

    @Test
    void afterStampsThatWentFarBackTimeGoesOnAtTheirPace() {
        long past = START - 100 * HOUR;
        assertThat(after(START, past)).isEqualTo(START);
        assertThat(after(past + SECOND, past + 3 * SECOND)).isEqualTo(START + 2 * SECOND);
    }

    private void everySecond(int times, long from) {
        for (int i = 0; i < times; i++) {
            clock.accept(from + i * SECOND);
        }
    }

    @Test
    void afterTheClockWasSetBackByMinutesTimeGoesOnAtTheirPace() {
        long past = START - 600 * SECOND;
        after(START);
        everySecond(64, past);
        assertThat(clock.now()).isEqualTo(START);
        assertThat(after(past + 70 * SECOND)).isEqualTo(START + 7 * SECOND);
        assertThat(clock.newest()).isEqualTo(past + 70 * SECOND);
        assertThat(counters.clockJumps).isZero();
    }

    @Test
    void framesOfAMachineWhoseClockIsMinutesBehindDoNotMoveItWhileThoseOfAnotherAreAmongThem() {
        for (int i = 0; i < 1000; i += 50) {
            after(START + i * SECOND);
            everySecond(49, START + (i - 600) * SECOND);
        }
        assertThat(clock.now()).isEqualTo(START + 950 * SECOND);
        assertThat(clock.newest()).isEqualTo(START + 950 * SECOND);
    }

    @Test
    void theNewestStampIsTheOneThatIsBelieved() {
        after(START, START + 2 * HOUR);
        assertThat(clock.newest()).isEqualTo(START);
    }

    @Test
    void aFileFromTheFirstHourOf1970HasATimeToo() {
        assertThat(after(5, 9, 9 + 3 * HOUR, 10)).isEqualTo(10);
    }
}
