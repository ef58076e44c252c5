package org.activerouter.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a head to be whole after 2 s, an end after 2 s, and another request after 3 s. */
class PatienceTest {
    @ParameterizedTest
    @CsvSource({
        "STRANGE, 1, false, LASTS",
        "STRANGE, 2, false, SERVER_FIRST",
        "STRANGE, 2, true, LASTS",
        "STRANGE, 3, true, HEAD_OVER",
        "READY, 3, false, LASTS",
        "READY, 4, false, KEEP_ALIVE_OVER",
        "READY, 3, true, HEAD_OVER",
        "LEAVING, 2, false, LASTS",
        "LEAVING, 3, false, END_OVER",
        "BUSY, 1000, true, LASTS",
        "TUNNEL, 1000, false, LASTS"
    })
    void whatAWhileMeansDependsOnWhatIsAwaited(Phase phase, int seconds, boolean begun, Patience meant) {
        assertThat(Patience.of(phase, seconds, begun, Proxy.QUICK)).isEqualTo(meant);
    }
}
