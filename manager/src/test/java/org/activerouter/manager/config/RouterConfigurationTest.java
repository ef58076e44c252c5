package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RouterConfigurationTest {
    @Test
    void theHashDoesNotDependOnHowAFileIsWritten() {
        String other = """
                # the same, in another order, with a default spelled out
                policies.slow { mode = observe, response-time.low = 100 ms, response-time.high = 0.2s }
                services { "directory" : { "policy" : "slow", "protocol" : "opennap" } }
                capture.servers-side = [
                  "eth1"
                ]
                """;

        assertThat(Configurations.read(other).hash())
                .isEqualTo(Configurations.least().hash())
                .matches("[0-9a-f]{12}");
    }

    /** It stands in every decision that was ever stored: it may not change by accident. */
    @Test
    void theHashIsTheSameInEveryRun() {
        RouterConfiguration least = Configurations.least();
        List<EffectiveValue> values = List.of(
                new EffectiveValue("log.level", "info", Optional.empty()),
                new EffectiveValue("admin.socket", "\"/a\"", Optional.of(new Place("x", 1))));

        RouterConfiguration fixed = new RouterConfiguration(
                least.capture(),
                least.services(),
                least.policies(),
                least.relay(),
                least.cache(),
                least.http(),
                least.httpCache(),
                least.netfilter(),
                least.limits(),
                least.database(),
                least.admin(),
                least.metrics(),
                least.log(),
                values,
                List.of());

        assertThat(fixed.hash()).isEqualTo("e144264427f2");
    }

    @Test
    void theEffectiveValuesAreAConfigurationThemselves() {
        RouterConfiguration sample = Configurations.read(Sample.text());
        StringBuilder text = new StringBuilder();
        sample.effective()
                .forEach(value -> text.append(value.path())
                        .append(" = ")
                        .append(value.value())
                        .append('\n'));

        assertThat(Configurations.read(text.toString()).hash()).isEqualTo(sample.hash());
    }

    @Test
    void whatHasNoEffectIsRemarkedWithItsLine() {
        RouterConfiguration read = Configurations.least(
                "policies.spare { query-rate { high = 90, low = 50 } }",
                "groups.farm {}",
                "groups.other {}",
                "services.directory.group = farm");

        assertThat(read.remarks())
                .extracting(Problem::text)
                .containsExactly(
                        "router.conf:4: policies.spare: no service names it: it has no effect",
                        "router.conf:6: groups.other: no service names it: it has no effect",
                        "router.conf:7: services.directory.group: has no effect: only service = load-balancer gives clients"
                                + " to a group");
    }

    @Test
    void whatServicesNameIsNotRemarked() {
        assertThat(Configurations.least().remarks()).isEmpty();
    }

    @Test
    void aServiceIsRefusedAProtocolThatItDoesNotSpeak() {
        assertThat(Configurations.problemsOfInstalled(
                        "services.a { protocol = http, ports = [80], policy = slow, service = cache-proxy }",
                        "services.b { protocol = turns, ports = [81], policy = slow, service = http-cache }",
                        "services.c { protocol = http, ports = [82], policy = slow, service = http-cache }",
                        "services.d { protocol = opennap, ports = [83], policy = slow, service = cache-proxy }"))
                .containsExactly(
                        "router.conf:4: services.a.service: speaks opennap only, and protocol is http (service = relay)",
                        "router.conf:5: services.b.service: speaks http only, and protocol is turns (service = relay)");
    }

    @Test
    void aPolicyIsRefusedThatJudgesByResultsWhereNoneAreCounted() {
        assertThat(Configurations.problemsOfInstalled(
                        "policies.few { results-per-answer { high = 20, low = 5 } }",
                        "services.a { protocol = http, ports = [80], policy = few }",
                        "services.b { protocol = opennap, ports = [81], policy = few }"))
                .containsExactly(
                        "router.conf:5: services.a.policy: few judges by results-per-answer, and of http no results are counted:"
                                + " every server would look overloaded (another policy for this service)");
    }

    @Test
    void aProtocolThatIsOnlyNamedIsRemarked() {
        assertThat(Configurations.least("services.a { protocol = jxta, policy = slow }")
                        .remarks())
                .extracting(Problem::text)
                .containsExactly(
                        "router.conf:4: services.a.protocol: jxta is recognised and named only: no policy ever judges its servers");
    }

    @Test
    void whatIsInstalledCanBeNamed() {
        assertThat(KnownNames.installed().protocols()).containsKeys("opennap", "jxta");
    }
}
