package org.activerouter.manager.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.activerouter.analyzer.load.LoadSlice;
import org.junit.jupiter.api.Test;

final class MemberMeterTest {
    private static final long NOW = Duration.ofDays(1).toNanos();
    private static final long NINE_SECONDS = 9_000_000_000L;

    private final MemberMeter meter = new MemberMeter(EjectionRules.USUAL);

    private double waitingMillis(String protocol, int outstanding) {
        meter.slice(slice(protocol, outstanding), NOW);
        return meter.measured(NOW).waitingMillis();
    }

    private static LoadSlice slice(String protocol, int outstanding) {
        return new LoadSlice(
                Farm.A,
                protocol,
                NOW,
                LoadSlice.LENGTH_NANOS,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                outstanding,
                NINE_SECONDS,
                0,
                0,
                Map.of(),
                Map.of(),
                0);
    }

    @Test
    void aQueryThatIsUnderstoodAndWaitsCountsAgainstItsMember() {
        assertThat(waitingMillis("http", 1)).isEqualTo(9_000);
    }

    @Test
    void theLastWordsOfAQuietConnectionThatNobodyUnderstandsDoNot() {
        assertThat(waitingMillis("turns", 1)).isZero();
    }

    @Test
    void aMemberThatAnswersNobodyIsSeenAlsoWhereNothingIsUnderstood() {
        assertThat(waitingMillis("turns", 2)).isEqualTo(9_000);
    }

    @Test
    void whatWasToldLongAgoIsForgotten() {
        meter.slice(slice("http", 1), NOW);

        assertThat(meter.measured(NOW + 1_000_000_000).waitingMillis()).isZero();
    }
}
