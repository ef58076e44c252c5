package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeapDemandTest {
    private static final long MIB = 1L << 20;

    /** As the launcher starts a router, less the part of the young generation that is always empty. */
    private static final long HEAP = 195 * MIB;

    private static RouterConfiguration with(String... more) {
        return Configurations.readInstalled(Configurations.LEAST + String.join("\n", more));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services.directory.service = cache-proxy",
                "services.web { protocol = http, ports = [80], policy = slow, service = http-cache }"
            })
    void eachServiceFitsBesideAHistoryInMemoryAsLongAsNoSizeIsChanged(String service) {
        assertThat(HeapDemand.tooMuch(with(service, "database.in-memory = true"), HEAP))
                .isEmpty();
    }

    @Test
    void aCacheThatDoesNotFitIsToldWithWhatWouldDo() {
        RouterConfiguration large = with(
                "services.web { protocol = http, ports = [80], policy = slow, service = http-cache }",
                "http-cache.size = 2GiB");

        assertThat(HeapDemand.tooMuch(large, HEAP))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("Java's heap has 195 MiB", "ACTIVE_ROUTER_OPTS=-Xmx"));
        assertThat(HeapDemand.of(large)).isBetween(2_560 * MIB, 3_000 * MIB);
    }

    @Test
    void aCacheThatNoServiceUsesTakesNothing() {
        assertThat(HeapDemand.of(with("http-cache.size = 2GiB"))).isEqualTo(HeapDemand.of(with()));
    }

    @Test
    void connectionsServersAndHistoryInMemoryCount() {
        long usual = HeapDemand.of(with());

        assertThat(HeapDemand.of(with("limits.tracker.connections = 1065536"))).isGreaterThan(usual + 1_000 * MIB);
        assertThat(HeapDemand.of(with("limits.load.servers = 1000000"))).isGreaterThan(usual + 3_000 * MIB);
        assertThat(HeapDemand.of(with("database { in-memory = true, size = 128MiB }")))
                .isEqualTo(usual + 128 * MIB);
    }
}
