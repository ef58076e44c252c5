package org.activerouter.manager.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PulseTest {
    private long control;
    private long analysis;
    private final Pulse pulse = new Pulse(
            List.of(new Heart("the control loop", () -> control), new Heart("the analysis", () -> analysis)), 3);

    @Test
    void heartsThatBeatNowAndThenAreWell() {
        for (int look = 0; look < 20; look++) {
            control++;
            analysis += look % 3 == 0 ? 1 : 0;
            assertThat(pulse.look()).isEmpty();
        }
    }

    @Test
    void oneThatStandsStillIsNamedAndCanComeBack() {
        for (int look = 0; look < 4; look++) {
            control++;
            pulse.look();
        }
        control++;
        assertThat(pulse.look()).contains("the analysis");
        analysis++;
        assertThat(pulse.look()).isEmpty();
    }

    @Test
    void oneThatNeverBeganStandsStillToo() {
        for (int look = 0; look < 3; look++) {
            assertThat(pulse.look()).isEmpty();
        }
        assertThat(pulse.look()).isPresent();
    }
}
