package org.activerouter.manager.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.activerouter.analyzer.load.LoadSlice;
import org.junit.jupiter.api.Test;

/** Who counts as a client of a server that the router itself asks too. */
final class CrowdTest {
    private static final String ROUTER = "10.81.1.1";
    private static final Set<String> OWN = Set.of(ROUTER, "10.81.2.1");

    private final LoadWindow slices = new LoadWindow(8);
    private final Crowd crowd = new Crowd();
    private int told;

    private void asked(Map<String, Integer> byClient) {
        int queries = byClient.values().stream().mapToInt(Integer::intValue).sum();
        slices.accept(new LoadSlice(
                Traffic.SERVER,
                "opennap",
                told * LoadSlice.LENGTH_NANOS,
                LoadSlice.LENGTH_NANOS,
                0,
                queries,
                0,
                0,
                queries,
                queries,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Map.of(),
                byClient,
                byClient.size()));
        told++;
        crowd.moveTo(slices, 0, told);
    }

    @Test
    void whatTheRouterAsksForManyIsNotOneGreedyClient() {
        asked(Map.of(ROUTER, 90, "10.81.2.101", 5, "10.81.2.102", 5));

        assertThat(crowd.largestShare(Set.of())).isEqualTo(0.9);
        assertThat(crowd.largestShare(OWN)).isEqualTo(0.05);
    }

    @Test
    void theRouterIsNoneOfTheDistinctClients() {
        asked(Map.of(ROUTER, 90, "10.81.2.101", 5));
        asked(Map.of(ROUTER, 90));
        asked(Map.of("10.81.2.102", 1));

        assertThat(crowd.clients(Set.of())).isEqualTo(3);
        assertThat(crowd.clients(OWN)).isEqualTo(2);
    }

    @Test
    void aGreedyClientIsSeenBesideTheRouter() {
        asked(Map.of(ROUTER, 10, "10.81.2.101", 89, "10.81.2.102", 1));

        assertThat(crowd.largestShare(OWN)).isEqualTo(0.89);
    }

    /** Behind the router's own address translation every client has its address. */
    @Test
    void whereNobodyElseAsksTheRouterCountsAsOne() {
        asked(Map.of(ROUTER, 40));

        assertThat(crowd.clients(OWN)).isOne();
        assertThat(crowd.largestShare(OWN)).isOne();
    }
}
