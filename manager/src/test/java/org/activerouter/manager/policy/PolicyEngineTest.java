package org.activerouter.manager.policy;

import static org.activerouter.manager.policy.Decision.Action.REDIRECT;
import static org.activerouter.manager.policy.Decision.Action.RELEASE;
import static org.activerouter.manager.policy.Decision.Action.WOULD_REDIRECT;
import static org.activerouter.manager.policy.Decision.Action.WOULD_RELEASE;
import static org.activerouter.manager.policy.Traffic.OTHER;
import static org.activerouter.manager.policy.Traffic.SERVER;
import static org.activerouter.manager.policy.Traffic.SLOW;
import static org.activerouter.manager.policy.Traffic.endpoint;
import static org.activerouter.manager.policy.Traffic.many;
import static org.activerouter.manager.policy.Traffic.policy;
import static org.activerouter.manager.policy.Traffic.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.policy.Condition.QueryRate;
import org.activerouter.manager.policy.Decision.Cause;
import org.activerouter.manager.policy.Obstacle.Kind;
import org.activerouter.manager.policy.Policy.Estimator;
import org.activerouter.manager.policy.Policy.Mode;
import org.activerouter.manager.policy.Standing.State;
import org.activerouter.manager.policy.Traffic.Flow;
import org.junit.jupiter.api.Test;

class PolicyEngineTest {
    private final Traffic acting = new Traffic(service(policy(Mode.ACT, SLOW)));

    @Test
    void aDecisionCarriesAllOfItsEvidence() {
        acting.well(5).slow(3);
        Decision decision = acting.decisions.getFirst();
        assertThat(decision.action()).isEqualTo(REDIRECT);
        assertThat(decision.cause()).isEqualTo(Cause.POLICY);
        assertThat(decision.configurationHash()).isEqualTo("hash");
        Evidence evidence = decision.verdict().evidence();
        assertThat(evidence.window()).isEqualTo(Duration.ofSeconds(2));
        assertThat(evidence.queries()).isEqualTo(48);
        assertThat(evidence.clients()).isEqualTo(10);
        assertThat(evidence.configurationHash()).isEqualTo("hash");
        Measure measure = evidence.measures().getFirst();
        assertThat(measure.value()).isGreaterThan(200);
        assertThat(measure.high()).isEqualTo(200);
        assertThat(measure.samples()).isEqualTo(48);
        assertThat(decision.text())
                .startsWith("redirect 192.0.2.1:8888 (policy p): overloaded: mean response time ")
                .contains("above 200 ms; 48 queries of 10 clients in 2 s", "configuration hash");
    }

    @Test
    void aPolicyThatObservesOnlySaysWhatItWouldDo() {
        Traffic observing = new Traffic(service(policy(Mode.OBSERVE, SLOW)));
        observing.well(5).slow(15);
        assertThat(observing.obstacles()).contains(Kind.NOT_RELIEVED);
        assertThat(observing.standing().state()).isEqualTo(State.WOULD_BE_REDIRECTED);
        observing.well(10);
        assertThat(observing.actions()).containsExactly(WOULD_REDIRECT, WOULD_RELEASE);
        assertThat(observing.obstacles()).contains(Kind.NOT_OVERLOADED, Kind.OBSERVES);
    }

    @Test
    void nothingIsSaidOfAServerBeforeItsWindowIsFull() {
        acting.slow(1.75);
        assertThat(acting.decisions).isEmpty();
        assertThat(acting.standing().text()).contains("the window of 2 s is full in 250 ms");
        acting.slow(1);
        assertThat(acting.actions()).containsExactly(REDIRECT);
    }

    @Test
    void eachReasonNotToRedirectIsSaid() {
        acting.flow(5, new Flow(SERVER, 8, 400, 10));
        assertThat(acting.standing().text()).contains("16 samples are fewer than 20");
        acting.flow(5).flow(5, new Flow(SERVER, 24, 400, 2));
        assertThat(acting.standing().text()).contains("2 clients are fewer than 3");
        acting.flow(5).well(5);
        assertThat(acting.standing().text()).contains("it would be with mean response time above 200 ms");
        assertThat(acting.engine.standing(OTHER).text()).contains("no traffic to it was seen");
        acting.flow(1, new Flow(endpoint("192.0.2.9", 9_999), 24, 20, 10));
        assertThat(acting.engine.standing(endpoint("192.0.2.9", 9_999)).text()).contains("no service");
        assertThat(acting.decisions).isEmpty();
    }

    @Test
    void aNewServerOfUnsoundCaptureIsNotJudged() {
        acting.well(5);
        acting.engine.soundness(acting.now(), 0, 1_000);
        acting.well(0.25);
        acting.engine.soundness(acting.now(), 20, 2_000);
        acting.slow(1.75);
        assertThat(acting.standing().text()).contains("the capture lost 1.96 % of the frames");
        assertThat(acting.decisions).isEmpty();
        acting.slow(1.5);
        assertThat(acting.actions()).containsExactly(REDIRECT);
    }

    @Test
    void aServerOnTheNeverListIsLeftAlone() {
        Policy policy = policy(Mode.ACT, SLOW);
        Traffic never =
                new Traffic(new PolicedService("s", "opennap", Set.of(8_888), policy, Set.of(SERVER), Set.of()));
        never.slow(5);
        assertThat(never.decisions).isEmpty();
        assertThat(never.obstacles()).contains(Kind.LISTED);
        assertThat(never.engine.redirect(SERVER)).hasValue("the configuration never redirects it");
        Traffic only = new Traffic(new PolicedService("s", "opennap", Set.of(8_888), policy, Set.of(), Set.of(OTHER)));
        only.slow(5);
        assertThat(only.decisions).isEmpty();
        assertThat(only.obstacles()).contains(Kind.LISTED);
    }

    @Test
    void anIpv6ServerCannotBeRedirected() {
        Endpoint server = endpoint("2001:db8::1", 8_888);
        acting.flow(5, new Flow(server, 24, 400, 10));
        assertThat(acting.decisions).isEmpty();
        assertThat(acting.engine.redirect(server)).hasValue("only IPv4 servers can be redirected");
    }

    @Test
    void aKernelThatIsFullGetsNoMoreRedirects() {
        acting.engine.kernelReady(false, "the table of connections is nearly full");
        acting.well(5).slow(5);
        assertThat(acting.decisions).isEmpty();
        assertThat(acting.standing().text()).contains("because the table of connections is nearly full");
        acting.engine.kernelReady(true, "");
        acting.slow(0.25);
        assertThat(acting.actions()).containsExactly(REDIRECT);
    }

    @Test
    void theOperatorsWordCountsMore() {
        Traffic observing = new Traffic(service(policy(Mode.OBSERVE, SLOW)));
        assertThat(observing.engine.redirect(SERVER)).isEmpty();
        observing.well(1);
        assertThat(observing.actions()).containsExactly(REDIRECT);
        observing.well(20);
        assertThat(observing.obstacles()).contains(Kind.OPERATOR);
        observing.engine.automatic(SERVER);
        observing.well(1);
        assertThat(observing.actions()).containsExactly(REDIRECT, RELEASE);

        acting.engine.release(SERVER);
        acting.slow(10);
        assertThat(acting.decisions).isEmpty();
        acting.engine.automatic(SERVER);
        acting.slow(1);
        assertThat(acting.actions()).containsExactly(REDIRECT);
        acting.engine.release(SERVER);
        acting.slow(0.25);
        assertThat(acting.actions()).containsExactly(REDIRECT, RELEASE);
        assertThat(acting.engine.redirect(endpoint("192.0.2.1", 80)))
                .hasValue("no service of the configuration covers 192.0.2.1:80");
    }

    @Test
    void theOperatorsRedirectOutlastsANewPolicyButNotTheNeverList() {
        Traffic observing = new Traffic(service(policy(Mode.OBSERVE, SLOW)));
        observing.well(3).engine.redirect(SERVER);
        observing.well(1);

        observing.engine.configure(new EngineSettings(List.of(service(policy(Mode.OBSERVE, SLOW, many()))), "other"));
        observing.well(1);
        assertThat(observing.actions()).containsExactly(REDIRECT);

        Policy policy = policy(Mode.OBSERVE, SLOW);
        PolicedService never = new PolicedService("s", "opennap", Set.of(8_888), policy, Set.of(SERVER), Set.of());
        observing.engine.configure(new EngineSettings(List.of(never), "third"));
        observing.well(1);
        assertThat(observing.actions()).containsExactly(REDIRECT, RELEASE);
        assertThat(observing.standing().text())
                .startsWith("192.0.2.1:8888 is not redirected, although the operator wants it")
                .endsWith("\n  because the configuration never redirects it");
    }

    @Test
    void aReleaseWaitsForWhatTheServerWouldGetBack() {
        Traffic traffic = new Traffic(service(policy(Mode.ACT, many())));
        traffic.well(5).flow(3, new Flow(SERVER, 100, 20, 10));
        assertThat(traffic.actions()).containsExactly(REDIRECT);
        long asked = 0;
        for (int i = 0; i < 200; i++) {
            asked += i < 120 ? 20 : 3;
            traffic.engine.demand(SERVER, traffic.now(), asked, 0);
            traffic.flow(0.25, new Flow(SERVER, 8, 20, 10));
            assertThat(traffic.decisions).hasSize(i < 124 ? 1 : traffic.decisions.size());
        }
        assertThat(traffic.actions()).containsExactly(REDIRECT, RELEASE);
    }

    @Test
    void aServerThatIsQuickAgainGetsBackWhatItHasBorneAfterTheLongestHold() {
        acting.well(12).slow(3);
        assertThat(acting.actions()).containsExactly(REDIRECT);
        long begun = acting.decisions.getLast().nanos();
        for (int i = 0; acting.decisions.size() == 1 && i < 1_400; i++) {
            acting.engine.demand(SERVER, acting.now(), 6L * i, 6L * i);
            acting.flow(0.25, new Flow(SERVER, 12, 20, 10));
        }
        assertThat(acting.actions()).containsExactly(REDIRECT, RELEASE);
        assertThat((acting.decisions.getLast().nanos() - begun) / 1e9).isBetween(300.0, 302.0);
        assertThat(acting.decisions.getLast().text()).contains("has borne as much before it became slow");
    }

    @Test
    void theHoldOfARedirectGrowsWithEachReturn() {
        double[] held = new double[3];
        for (int turn = 0; turn < 3; turn++) {
            int before = acting.decisions.size();
            acting.well(12).slow(3);
            assertThat(acting.decisions).hasSize(before + 1);
            long begun = acting.decisions.getLast().nanos();
            while (acting.standing().state() == State.REDIRECTED) {
                acting.flow(0.25);
            }
            held[turn] = (acting.decisions.getLast().nanos() - begun) / 1e9;
        }
        assertThat(held).containsExactly(10, 20, 40);
    }

    @Test
    void aRedirectThatFailedIsNotTriedAgainAtOnce() {
        acting.well(5).slow(3);
        acting.engine.failed(SERVER);
        assertThat(acting.standing().state()).isEqualTo(State.DIRECT);
        acting.slow(9);
        assertThat(acting.actions()).containsExactly(REDIRECT);
        assertThat(acting.obstacles()).contains(Kind.HOLD);
        acting.slow(2);
        assertThat(acting.actions()).containsExactly(REDIRECT, REDIRECT);
    }

    @Test
    void aNewConfigurationKeepsWhatItAllows() {
        acting.well(5).slow(3);
        PolicedService same = service(policy(Mode.ACT, SLOW, many()));
        acting.engine.configure(new EngineSettings(List.of(same), "other"));
        acting.slow(1);
        assertThat(acting.actions()).containsExactly(REDIRECT);
        assertThat(acting.standing().state()).isEqualTo(State.REDIRECTED);

        PolicedService observing = service(policy(Mode.OBSERVE, SLOW, many()));
        acting.engine.configure(new EngineSettings(List.of(observing), "third"));
        acting.slow(0.25);
        assertThat(acting.actions()).containsExactly(REDIRECT, RELEASE);
        assertThat(acting.decisions.getLast().cause()).isEqualTo(Cause.CONFIGURATION);
        assertThat(acting.decisions.getLast().configurationHash()).isEqualTo("third");
    }

    @Test
    void whenTheAnalysisStandsStillNothingIsReleased() {
        Traffic traffic = new Traffic(service(policy(Mode.ACT, many())));
        traffic.well(5).flow(15, new Flow(SERVER, 100, 20, 10));
        assertThat(traffic.actions()).containsExactly(REDIRECT);
        for (int i = 1; i <= 400; i++) {
            assertThat(traffic.engine.decide(traffic.now() + i * 250_000_000L)).isEmpty();
        }
        assertThat(traffic.standing().text()).contains("the analysis of the capture does not keep up");
    }

    @Test
    void aServerThatNobodyAsksAnyMoreIsReleased() {
        acting.well(5).slow(3).flow(15);
        assertThat(acting.actions()).containsExactly(REDIRECT, RELEASE);
        assertThat(acting.decisions.getLast().text()).contains("relieved, hardly anybody asks any more");
    }

    @Test
    void asThePaperPrintsItOneClientIsEnough() {
        Policy paper = new Policy(
                "paper",
                Mode.ACT,
                Estimator.PAPER,
                List.of(new QueryRate(10, 5)),
                Policy.Combination.ANY,
                Duration.ofSeconds(2),
                20,
                1,
                1,
                Duration.ZERO,
                Duration.ZERO,
                1,
                Duration.ZERO,
                1,
                Policy.Handover.NEW_ONLY,
                false);
        Traffic traffic = new Traffic(service(paper));
        traffic.flow(20, new Flow(SERVER, 8, 20, 1));
        assertThat(traffic.decisions).isEmpty();
        traffic.flow(3, new Flow(SERVER, 12, 20, 1));
        assertThat(traffic.actions()).containsExactly(REDIRECT);
        assertThat(traffic.decisions
                        .getFirst()
                        .verdict()
                        .evidence()
                        .measures()
                        .getFirst()
                        .value())
                .isBetween(10.0, 13.0);
    }

    @Test
    void noMoreServersAreRememberedThanThereIsRoomFor() {
        PolicyEngine engine = new PolicyEngine(new EngineSettings(List.of(service(policy(Mode.ACT, SLOW))), "h", 3));
        for (int i = 1; i <= 10; i++) {
            engine.redirect(endpoint("192.0.2." + i, 8_888));
        }
        assertThat(engine.standings()).hasSize(3);
        assertThat(engine.forgottenServers()).isEqualTo(7);
    }

    @Test
    void settingsWithFlawsAreRefused() {
        assertThatThrownBy(() -> new EngineSettings(List.of(service(policy(Mode.ACT))), "h"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conditions is empty");
    }
}
