package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TenMistakesTest {
    private static final String FILE = """
            capture {
              servers-side = eth1
              clients-sides = ["eth0"]
            }
            services {
              directory { protocol = opennpa, ports = [8888], policy = slow }
              second {
                protocol = jxta
                policy = busi
                never = ["10.0.0.5:9701"]
                only = ["10.0.0.5:9701"]
              }
            }
            policies {
              slow {
                window = 2
                redirected-share = 0
                response-time { high = 100ms, low = 200ms }
              }
              busy {
                window = 1s
                window = 2s
                minimum-samples = 500
                query-rate { high = 100, low = 50 }
              }
            }
            """;

    @Test
    void aConfigurationWithTenMistakesGivesTenMessagesWithLines() {
        assertThat(Configurations.problemsOf(FILE))
                .containsExactly(
                        "router.conf:2: capture.servers-side: expected a list of 1 to 16 interfaces, not 'eth1'",
                        "router.conf:3: capture: unknown key 'clients-sides'; did you mean clients-side?",
                        "router.conf:6: services.directory.protocol: there is no protocol 'opennpa'; did you mean opennap?"
                                + " (known: jxta, opennap)",
                        "router.conf:9: services.second.policy: there is no policy 'busi'; did you mean busy?"
                                + " (known: busy, slow)",
                        "router.conf:11: services.second.only: names 10.0.0.5:9701, which never excludes (take it out of one"
                                + " of the two lists)",
                        "router.conf:16: policies.slow.window: expected a duration with its unit, from 500ms to 10m, not 2",
                        "router.conf:17: policies.slow.redirected-share: expected a share above 0 and at most 1, not 0",
                        "router.conf:18: policies.slow.response-time.low: must be below high",
                        "router.conf:22: policies.busy.window: is set twice: line 21 has set it already",
                        "router.conf:24: policies.busy.query-rate.high: can never fire where it should: a window of 2 s holds"
                                + " 200 queries at 100.0 queries/s, fewer than minimum-samples, 500; the window must be at"
                                + " least 5 s");
    }
}
