package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.activerouter.manager.policy.Condition;
import org.activerouter.manager.policy.Condition.Statistic;
import org.activerouter.manager.policy.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key: what it is where it is left out, and that what it is set to arrives where it is used. */
final class PropertiesTest {
    private static final Set<String> REQUIRED = Set.of(
            "capture.servers-side",
            "services.directory.protocol",
            "services.directory.policy",
            "policies.slow.response-time.high",
            "policies.slow.response-time.low");

    /** A file may set anew what it includes: also what the least file sets. */
    @TempDir
    static Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.activerouter.manager.config.EveryKey#all")
    void aKeyHasADefaultAndArrivesWhereItIsUsed(
            String path, String value, Function<RouterConfiguration, Object> where, Object usual, Object set)
            throws IOException, ConfigurationException {
        Files.writeString(folder.resolve("least.conf"), Configurations.LEAST);
        Path file = Files.writeString(folder.resolve("router.conf"), "include \"least.conf\"\n" + path + " = " + value);
        RouterConfiguration without = Configurations.least();
        RouterConfiguration with = RouterConfiguration.read(file, Configurations.KNOWN);

        assertThat(where.apply(without)).isEqualTo(usual);
        assertThat(where.apply(with)).isEqualTo(set);
        assertThat(origin(without, path).equals("default")).isNotEqualTo(REQUIRED.contains(path));
        assertThat(origin(with, path)).isEqualTo(file + ":2");
        assertThat(with.hash()).isNotEqualTo(without.hash());
    }

    private static String origin(RouterConfiguration configuration, String path) {
        return configuration.effective().stream()
                .filter(value -> value.path().equals(path))
                .findFirst()
                .orElseThrow()
                .origin();
    }

    /** These need more than one line, or have only one value; they have tests of their own. */
    private static final Set<String> ELSEWHERE = Set.of(
            "services.directory.service",
            "services.directory.policy",
            "services.directory.group",
            "policies.slow.mode",
            "policies.slow.handover");

    @Test
    void noKeyIsForgottenHere() throws UnknownHostException {
        Set<String> tested = EveryKey.all()
                .map(property -> (String) property.get()[0])
                .collect(Collectors.toCollection(TreeSet::new));
        tested.addAll(ELSEWHERE);

        assertThat(Configurations.least().effective())
                .extracting(EffectiveValue::path)
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    @Test
    void aConditionOfEachKindArrives() {
        RouterConfiguration configuration = Configurations.least("""
                policies.slow {
                  response-time-relative {}
                  query-rate { high = 400, low = 200 }
                  results-per-answer { high = 20, low = 5.5 }
                }
                """);

        assertThat(EveryKey.slow(configuration).conditions())
                .containsExactly(
                        new Condition.ResponseTime(Statistic.MEAN, Duration.ofMillis(200), Duration.ofMillis(100)),
                        new Condition.RelativeResponseTime(Statistic.MEAN, 3, 1.5, Duration.ofMinutes(10)),
                        new Condition.QueryRate(400, 200),
                        new Condition.ResultsPerAnswer(20, 5.5));
    }

    @Test
    void aPolicyActsWhenItIsToldTo() {
        RouterConfiguration configuration =
                Configurations.least("policies.slow.mode = act", "capture.clients-side = [eth0]");

        assertThat(EveryKey.slow(Configurations.least()).mode()).isEqualTo(Policy.Mode.OBSERVE);
        assertThat(EveryKey.slow(configuration).mode()).isEqualTo(Policy.Mode.ACT);
        assertThat(EveryKey.service(configuration).policed().policy()).isEqualTo(EveryKey.slow(configuration));
    }

    @Test
    void aServiceIsServedByTheRelayAndKeepsItsOrder() {
        RouterConfiguration configuration =
                Configurations.least("services.another { protocol = jxta, policy = slow, service = relay }");

        assertThat(configuration.services())
                .extracting(ServiceConfiguration::name)
                .containsExactly("directory", "another");
        assertThat(configuration.services())
                .extracting(ServiceConfiguration::activeService)
                .containsOnly("relay");
    }

    @Test
    void aDatabaseInMemoryIsSmallUnlessItsSizeIsSet() {
        assertThat(Configurations.least("database.in-memory = true").database().maxBytes())
                .isEqualTo(64L << 20);
        assertThat(Configurations.least("database { in-memory = true, size = 1GiB }")
                        .database()
                        .maxBytes())
                .isEqualTo(1L << 30);
    }
}
