package org.activerouter.manager.policy;

import static org.activerouter.manager.policy.Traffic.SLOW;
import static org.activerouter.manager.policy.Traffic.policy;
import static org.activerouter.manager.policy.Traffic.service;
import static org.assertj.core.api.Assertions.assertThat;

import org.activerouter.manager.policy.Policy.Mode;
import org.activerouter.manager.policy.Traffic.Flow;
import org.junit.jupiter.api.Test;

/** What an operator reads who asks why, word for word. */
final class StandingTextTest {
    private static final String CROWD = "48 queries of 10 clients in 2 s, 13 % by one; 0.0 % of the capture lost;";

    private final Traffic acting = new Traffic(service(policy(Mode.ACT, SLOW)));

    @Test
    void aServerThatIsWellIsToldWhatWouldBeOverload() {
        assertThat(acting.well(5).standing().text()).isEqualTo("""
                192.0.2.1:8888 is not redirected
                  well: mean response time 20 ms, below 80 ms; %s configuration hash
                  because it is not overloaded; it would be with mean response time above 200 ms""".formatted(CROWD));
    }

    @Test
    void aServerThatIsRedirectedIsToldWhatWouldBeRelief() {
        assertThat(acting.well(5).slow(6).standing().text()).isEqualTo("""
                192.0.2.1:8888 is redirected (for 5.0 s so far)
                  overloaded: mean response time 400 ms, above 200 ms; %s configuration hash
                  not released because it is not relieved; it would be with mean response time below 80 ms
                  not released because the last decision stands for another 5.0 s""".formatted(CROWD));
    }

    @Test
    void aServerThatOnlyItsRedirectKeepsWellIsToldWhatWouldComeBack() {
        acting.well(5).slow(20);
        for (int second = 0; second < 5; second++) {
            acting.engine.demand(Traffic.SERVER, acting.now(), second * 100L, 0);
            acting.flow(1, new Flow(Traffic.SERVER, 24, 20, 10));
        }

        assertThat(acting.standing().text())
                .contains("\n  overloaded if its clients came back; without them: ")
                .contains("\n  not released because it has not shown that it could bear what would come back, 1");
    }

    @Test
    void aPolicyThatOnlyObservesIsNamedAsTheReason() {
        Traffic observing = new Traffic(service(policy(Mode.OBSERVE, SLOW)));

        assertThat(observing.well(5).slow(6).standing().text())
                .startsWith(
                        "192.0.2.1:8888 is not redirected, but would be if its policy did not only observe (for 5.0 s so"
                                + " far)\n")
                .contains("\n  would not be released because it is not relieved; ");
    }

    @Test
    void whatTheOperatorWantsIsNoReasonAgainstIt() {
        acting.well(5).engine.kernelReady(false, "the table of connections is nearly full");
        acting.engine.redirect(Traffic.SERVER);

        assertThat(acting.well(1).standing().text()).isEqualTo("""
                192.0.2.1:8888 is not redirected, although the operator wants it
                  well: mean response time 20 ms, below 80 ms; %s configuration hash
                  because the table of connections is nearly full""".formatted(CROWD));
    }

    @Test
    void longTimesAreReadable() {
        acting.well(5).slow(200);
        assertThat(acting.standing().text()).startsWith("192.0.2.1:8888 is redirected (for 3 min so far)\n");
        acting.slow(9_000);
        assertThat(acting.standing().text()).startsWith("192.0.2.1:8888 is redirected (for 2 h 33 min so far)\n");
    }

    @Test
    void severalConditionsOfWhichOneIsEnoughMustAllAllowRelief() {
        Traffic both = new Traffic(service(policy(Mode.ACT, SLOW, Traffic.many())));

        assertThat(both.well(5).standing().text())
                .endsWith("it would be with mean response time above 200 ms or query rate above 60/s");
        assertThat(both.slow(6).standing().text())
                .contains("it would be with mean response time below 80 ms and query rate below 40/s");
    }
}
