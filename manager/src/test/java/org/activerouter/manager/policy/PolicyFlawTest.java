package org.activerouter.manager.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.policy.Condition.QueryRate;
import org.activerouter.manager.policy.Condition.RelativeResponseTime;
import org.activerouter.manager.policy.Condition.ResponseTime;
import org.activerouter.manager.policy.Condition.Statistic;
import org.activerouter.manager.policy.Policy.Combination;
import org.activerouter.manager.policy.Policy.Estimator;
import org.activerouter.manager.policy.Policy.Handover;
import org.activerouter.manager.policy.Policy.Mode;
import org.junit.jupiter.api.Test;

class PolicyFlawTest {
    private static final ResponseTime SLOW =
            new ResponseTime(Statistic.MEAN, Duration.ofMillis(200), Duration.ofMillis(50));

    @Test
    void aSoundPolicyHasNoFlaw() {
        assertThat(policy(20, Duration.ofSeconds(2), SLOW).flaws()).isEmpty();
    }

    @Test
    void everyFlawIsToldAtOnce() {
        Policy bad = new Policy(
                "bad",
                Mode.ACT,
                Estimator.WINDOW,
                List.of(new ResponseTime(Statistic.P99, Duration.ofMillis(50), Duration.ofMillis(200))),
                Combination.ANY,
                Duration.ofMillis(2_100),
                0,
                0,
                1.5,
                Duration.ofMillis(-1),
                Duration.ofSeconds(1),
                0.5,
                Duration.ZERO,
                0,
                Handover.NEW_ONLY,
                false);
        assertThat(bad.flaws())
                .extracting(PolicyFlaw::property)
                .containsExactly(
                        "window",
                        "minimum-samples",
                        "minimum-clients",
                        "largest-client-share",
                        "redirected-share",
                        "dwell",
                        "longest-hold",
                        "hold-growth",
                        "hold",
                        "conditions.0.low",
                        "conditions.0.statistic");
    }

    @Test
    void aWindowTooShortForItsSamplesIsRefusedWithTheOneThatWouldDo() {
        Policy never = policy(50, Duration.ofSeconds(2), new QueryRate(10, 5));
        assertThat(never.flaws()).singleElement().asString().contains("holds 20 queries", "must be at least 5 s");
        assertThat(policy(50, Duration.ofSeconds(5), new QueryRate(10, 5)).flaws())
                .isEmpty();
    }

    @Test
    void thresholdsWithinEachOthersNoiseWouldFlap() {
        assertThat(policy(20, Duration.ofSeconds(10), new QueryRate(10, 9.5)).flaws())
                .singleElement()
                .asString()
                .contains("flap");
    }

    @Test
    void aBaselineMustBeLongAgainstTheWindow() {
        Duration window = Duration.ofSeconds(2);
        assertThat(policy(20, window, new RelativeResponseTime(Statistic.MEAN, 5, 2, Duration.ofSeconds(19)))
                        .flaws())
                .extracting(PolicyFlaw::property)
                .containsExactly("conditions.0.baseline");
        assertThat(policy(20, window, new RelativeResponseTime(Statistic.MEAN, 5, 2, Duration.ofSeconds(20)))
                        .flaws())
                .isEmpty();
    }

    @Test
    void listsMustNameServersOfTheService() throws Exception {
        Endpoint other = new Endpoint(InetAddress.getByName("192.0.2.1"), 7_777);
        Endpoint own = new Endpoint(InetAddress.getByName("192.0.2.1"), 8_888);
        Policy policy = policy(20, Duration.ofSeconds(2), SLOW);
        assertThat(new PolicedService("s", "opennap", Set.of(8_888), policy, Set.of(own), Set.of()).flaws())
                .isEmpty();
        assertThat(new PolicedService("s", "opennap", Set.of(8_888), policy, Set.of(other), Set.of()).flaws())
                .extracting(PolicyFlaw::property)
                .containsExactly("never");
        assertThat(new PolicedService("s", "opennap", Set.of(8_888), policy, Set.of(own), Set.of(own)).flaws())
                .extracting(PolicyFlaw::property)
                .containsExactly("only");
    }

    private static Policy policy(int samples, Duration window, Condition condition) {
        return new Policy(
                "p",
                Mode.ACT,
                Estimator.WINDOW,
                List.of(condition),
                Combination.ANY,
                window,
                samples,
                3,
                0.5,
                Duration.ZERO,
                Duration.ofMinutes(1),
                2,
                Duration.ofMinutes(10),
                0.5,
                Handover.NEW_ONLY,
                false);
    }
}
