package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.group.EjectionRules;
import org.activerouter.manager.group.GroupSettings;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Sessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class GroupSectionTest {
    private static final String GROUPED = Configurations.LEAST + "services.directory.group = farm\n";

    @Test
    void aGroupThatSaysNothingConsistsOfDefaults() {
        assertThat(group("groups { farm {} }"))
                .isEqualTo(new GroupSettings(
                        "farm",
                        "opennap",
                        Set.of(8888),
                        List.of(),
                        true,
                        new Mode(Distribution.SPREAD, Choice.PEAK_EWMA, false, 0.2),
                        Map.of(),
                        Set.of(),
                        EjectionRules.USUAL,
                        Duration.ofSeconds(10),
                        0.3));
    }

    static Stream<Arguments> keys() throws UnknownHostException {
        Endpoint member = new Endpoint(InetAddress.getByName("10.0.0.5"), 8888);
        return Stream.of(
                key("members = [\"10.0.0.5:8888\"]", GroupSettings::members, List.of(member)),
                key("mode = spread-failover", g -> g.mode().distribution(), Distribution.SPREAD_FAILOVER),
                key("choose = least-outstanding", g -> g.mode().choice(), Choice.LEAST_OUTSTANDING),
                key("sticky = true", g -> g.mode().sticky(), true),
                key("retry-budget = 0.5", g -> g.mode().retryBudget(), 0.5),
                key("mode = split", g -> g.mode().distribution(), Distribution.SPLIT),
                key("sessions = stay", g -> g.mode().sessions(), Sessions.STAY),
                key("patience = 500ms", g -> g.mode().patience(), Duration.ofMillis(500)),
                key("weights = [\"10.0.0.5:8888=2.5\"]", GroupSettings::weights, Map.of(member, 2.5)),
                key("drain = [\"10.0.0.5:8888\"]", GroupSettings::draining, Set.of(member)),
                key("slow-start = 3s", GroupSettings::slowStart, Duration.ofSeconds(3)),
                key("panic-below = 0", GroupSettings::panicBelow, 0.0),
                key("eject.failures = 9", g -> g.ejection().failures(), 9),
                key("eject.success = 0.5", g -> g.ejection().success(), 0.5),
                key("eject.latency-factor = 2", g -> g.ejection().latencyFactor(), 2.0),
                key("eject.latency-excess = 1ms", g -> g.ejection().latencyExcess(), Duration.ofMillis(1)),
                key("eject.minimum-samples = 3", g -> g.ejection().minimumSamples(), 3),
                key("eject.window = 2s", g -> g.ejection().window(), Duration.ofSeconds(2)),
                key("eject.time = 2s", g -> g.ejection().time(), Duration.ofSeconds(2)),
                key("eject.longest = 1h", g -> g.ejection().longest(), Duration.ofHours(1)),
                key("eject.most-share = 1", g -> g.ejection().mostShare(), 1.0));
    }

    private static Arguments key(String line, Function<GroupSettings, Object> where, Object set) {
        return arguments(line, where, set);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void aKeyArrivesWhereItIsUsed(String line, Function<GroupSettings, Object> where, Object set) {
        assertThat(where.apply(group("groups.farm." + line))).isEqualTo(set);
    }

    @Test
    void onlyConfiguredMembersCountWhereNothingIsDiscovered() {
        assertThat(group("groups.farm { members = [\"10.0.0.5:8888\"], discover = false }")
                        .discover())
                .isFalse();
    }

    private static GroupSettings group(String text) {
        return Configurations.read(GROUPED + text).groups().getFirst();
    }

    @Test
    void onlyDirectoriesAreSplitAndKeepSessions() {
        assertThat(Configurations.problemsOf("""
                        capture { servers-side = [eth1] }
                        services {
                          first { protocol = jxta, policy = slow, group = farm }
                          second { protocol = opennap, policy = slow, group = other }
                        }
                        policies { slow { response-time { high = 200ms, low = 100ms } } }
                        groups {
                          farm { mode = split, sessions = stay }
                          other { mode = split, sessions = stay }
                        }
                        """))
                .containsExactly(
                        "router.conf:3: services.first.group: has mode = split, and requests of jxta have no parts (mode = spread)",
                        "router.conf:3: services.first.group: has sessions = stay, and jxta has no sessions to stay (sessions = move)");
    }

    @Test
    void directoriesAreBalancedByAServiceOfTheirOwn() throws ConfigurationException {
        RouterConfiguration balanced = RouterConfiguration.parse(
                GROUPED + "services.directory.service = load-balancer\ngroups { farm {} }",
                Configurations.FILE,
                KnownNames.installed());
        assertThat(balanced.services())
                .extracting(ServiceConfiguration::activeService)
                .containsExactly("directory-balancer");
    }

    @Test
    void nobodyCanBeDrainedWhoIsNoMemberNorTwice() {
        assertThat(Configurations.problems(
                        "groups.farm { members = [\"10.0.0.5:8888\"], discover = false, drain = [\"10.0.0.6:8888\"] }",
                        "groups.open { drain = [\"10.0.0.6:8888\", \"10.0.0.6:8888\"] }"))
                .containsExactly(
                        "router.conf:4: groups.farm.drain: names 10.0.0.6:8888, which is no member (add it to members,"
                                + " or let discover = true)",
                        "router.conf:5: groups.open.drain: '10.0.0.6:8888' is in the list twice");
    }

    @Test
    void aWeightOfNobodyIsRefused() {
        assertThat(Configurations.problems(
                        "groups.farm { members = [\"10.0.0.5:8888\"], discover = false, weights = [\"10.0.0.6:8888=2\"] }",
                        "groups.open { weights = [\"10.0.0.6:8888=2\"] }"))
                .containsExactly(
                        "router.conf:4: groups.farm.weights: names 10.0.0.6:8888, which is no member (add it to members,"
                                + " or let discover = true)");
    }

    @Test
    void mistakesAreToldWithTheirLines() {
        assertThat(Configurations.problemsOf("""
                        capture { servers-side = [eth1] }
                        services {
                          directory { protocol = opennap, policy = slow, group = fram }
                          second { protocol = jxta, policy = slow, group = farm }
                          third { protocol = jxta, ports = [9702], policy = slow, group = farm }
                        }
                        policies { slow { response-time { high = 200ms, low = 100ms } } }
                        groups {
                          farm {
                            members = ["10.0.0.5:8888"]
                            weights = ["10.0.0.5:8888=0"]
                            eject { time = 10m, longest = 1m }
                          }
                          empty { discover = false }
                        }
                        """))
                .containsExactly(
                        "router.conf:3: services.directory.group: there is no group 'fram'; did you mean farm?"
                                + " (known: empty, farm)",
                        "router.conf:4: services.second.group: has the member 10.0.0.5:8888, whose port is none of the"
                                + " service's",
                        "router.conf:5: services.third.group: group farm belongs to the service second already",
                        "router.conf:11: groups.farm.weights: expected a server and its weight, such as"
                                + " \"192.0.2.1:8080=2\", not '10.0.0.5:8888=0'",
                        "router.conf:12: groups.farm.eject.longest: is shorter than time, 10m",
                        "router.conf:14: groups.empty.discover: is false, and members names nobody: the group would stay"
                                + " empty");
    }
}
