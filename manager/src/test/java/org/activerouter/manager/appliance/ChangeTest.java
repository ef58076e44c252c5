package org.activerouter.manager.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.activerouter.manager.config.ConfigurationException;
import org.activerouter.manager.config.KnownNames;
import org.activerouter.manager.config.RouterConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChangeTest {
    private static final String STARTED = """
            capture { servers-side = ["eth1"], clients-side = ["eth0"] }
            services { web { protocol = http, policy = slow, service = http-cache } }
            policies { slow { response-time { high = 200ms, low = 100ms } } }
            """;

    @TempDir
    Path folder;

    private RouterConfiguration started;

    @BeforeEach
    void start() throws IOException, ConfigurationException {
        started = read(STARTED);
    }

    private RouterConfiguration read(String text) throws IOException, ConfigurationException {
        Path file = Files.writeString(folder.resolve("router.conf"), text);
        return RouterConfiguration.read(file, KnownNames.installed());
    }

    private Change change(String text) throws IOException, ConfigurationException {
        return new Change(started, read(text));
    }

    @Test
    void policiesServicesAndListsOfServersTakeEffectAtOnce() throws IOException, ConfigurationException {
        Change change = change(STARTED.replace("high = 200ms", "high = 300ms")
                .replace("policy = slow", "policy = slow, never = [\"192.0.2.1:80\"]"));

        assertThat(change.impossible()).isEmpty();
        assertThat(change.untilRestart()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "capture.learn = true, capture",
        "relay.idle = 1h, relay",
        "cache-proxy.ttl = 40s, cache-proxy",
        "http.head-time = 5s, http",
        "http-cache.size = 32MiB, http-cache",
        "netfilter.wars = 6, netfilter",
        "limits.load.window = 20s, limits",
        "database.in-memory = true, database",
        "admin.socket = \"/run/other.sock\", admin",
        "metrics.listen = \"127.0.0.1:9464\", metrics",
        "log.level = debug, log",
        "services.web.ports = [81], services' ports"
    })
    void whatIsMadeAtTheStartIsNamed(String line, String name) throws IOException, ConfigurationException {
        assertThat(change(STARTED + line).untilRestart()).containsExactly(name);
    }

    @Test
    void aServiceThatWasNotStartedCannotTakeAServersPlace() throws IOException, ConfigurationException {
        assertThat(change(STARTED.replace("service = http-cache", "service = relay")
                                .replace("slow { response", "slow { mode = act, response"))
                        .impossible())
                .isEqualTo(List.of("services.web.service: no service of this kind was there when the router was started"
                        + " (start it again: systemctl restart active-router)"));
    }

    @Test
    void asLongAsItsPolicyOnlyObservesItMayWaitForARestart() throws IOException, ConfigurationException {
        Change change = change(STARTED.replace("service = http-cache", "service = relay"));

        assertThat(change.impossible()).isEmpty();
        assertThat(change.untilRestart()).containsExactly("services.web.service");
    }

    @Test
    void anotherServiceOfAKindThatRunsIsPossible() throws IOException, ConfigurationException {
        assertThat(change(
                                STARTED
                                        + "services.more { protocol = http, ports = [81], policy = slow, service = http-cache }")
                        .impossible())
                .isEmpty();
    }
}
