package org.activerouter.manager.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.analyzer.load.QueryRate;
import org.activerouter.analyzer.load.ResponseTimes;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.SourceStatus;
import org.activerouter.capture.tcp.TcpCounters;
import org.activerouter.manager.control.RedirectedServer.Phase;
import org.activerouter.manager.group.GroupStanding;
import org.activerouter.manager.group.MemberStanding;
import org.activerouter.manager.group.MemberState;
import org.activerouter.manager.netfilter.Redirect;
import org.activerouter.manager.netfilter.RedirectionStatus;
import org.activerouter.proxy.CacheFigures;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.junit.jupiter.api.Test;

/** What an operator reads who asks for the status, word for word. */
final class StatusTextTest {
    private static final Endpoint SLOW = endpoint("192.0.2.1", 8888);
    private static final Endpoint WELL = endpoint("192.0.2.2", 8888);

    private static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static ServerSnapshot server(Endpoint server, String protocol, double rate, double millis) {
        ResponseTimes times = new ResponseTimes(9, millis, millis, millis, millis, millis);
        return new ServerSnapshot(
                server,
                protocol,
                12,
                12,
                900,
                900,
                900,
                0,
                0,
                0,
                0,
                new QueryRate(rate, rate, rate),
                times,
                times,
                ResponseTimes.NONE,
                List.of());
    }

    private static AnalysisSnapshot seen() {
        TcpCounters tcp = new TcpCounters(1_234_567, 1, 1, 0, 0, 0, 0, 24, 24, 0, 0, 0, 0, 0, 7, 1, 0, 0, 0, 0);
        return new AnalysisSnapshot(
                1,
                new SourceStatus(30, 0, 0, 1, 1, List.of()),
                tcp,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                List.of(server(WELL, "turns", 3, 12), server(SLOW, "opennap", 90.25, 465.4)),
                List.of(),
                new HistoryStatus(98_765, 4, 0, null));
    }

    private static RouterStatus status() {
        Mode mode = new Mode(Distribution.SPREAD, Choice.PEAK_EWMA, false, 0.2);
        return new RouterStatus(
                Duration.ofHours(75).plusMinutes(10),
                "/etc/active-router/router.conf",
                "327b35dd2e7c",
                seen(),
                List.of(),
                List.of(new RedirectedServer(
                        SLOW, "cache-proxy", new Door(8888, 20_001), Phase.IN_FORCE, 0, "the operator wants it")),
                List.of(new HandoverStatus(
                        SLOW, 6, 0, Map.of("compressed", 1), 57.4, 61.2, 1, 5, 2, Optional.of("the queue is in use"))),
                new RedirectionStatus(
                        RedirectionStatus.State.PENDING, Set.of(new Redirect(SLOW, 20_001)), 3, 1, List.of()),
                Map.of(
                        "cache-proxy",
                        new ServiceSnapshot(
                                List.of(), 5, 7_000, Map.of("doubt", 3L, "idle", 0L, "connections", 2_000L), 12_345),
                        "relay",
                        new ServiceSnapshot(List.of(), 0, 0, Map.of(), 0)),
                Map.of(),
                Map.of(
                        "cache-proxy",
                        new CacheFigures(4_786, 4_673, 0, 113, 252, 1_460, 1_163, 0, 126, 379_904, 1, 1_220_000)),
                List.of(new GroupStanding(
                        "network",
                        mode,
                        false,
                        List.of(
                                new MemberStanding(
                                        SLOW, MemberState.EJECTED, 0, "5 failures in a row", 465.4, 40, 5, true, 1),
                                new MemberStanding(WELL, MemberState.IN, 1, "", Double.NaN, 0, 0, false, 0)))),
                List.of("eth1 is down; retried in 5 s"));
    }

    @Test
    void aRouterAtWorkSaysWhatItSeesAndDoesAndWhatIsWrong() {
        assertThat(StatusText.of(status())).isEqualTo("""
                DEGRADED, running for 3 d 3 h, configuration 327b35dd2e7c of /etc/active-router/router.conf.
                  ! eth1 is down; retried in 5 s

                server          policy  mode  verdict  state   queries/s  response ms  clients
                192.0.2.1:8888  -       -     -        direct       90.3        465.4       12
                192.0.2.2:8888  -       -     -        direct       ~3.0        ~12.0       12
                (queries/s and response ms over limits.load.window; policies have windows of their own: 'active-router why SERVER')

                redirected      to                                                                                       phase     because
                192.0.2.1:8888  cache-proxy on port 20001 (another program holds the server's port: the lease protects)  in-force  the operator wants it

                Sessions of 192.0.2.1:8888:
                  6 sessions were taken over, with a pause of 57 ms (median), 61 ms at most
                  1 stay direct: compressed
                  1 session was handed back, 5 stay in the service to their end
                  given up 2 times, last: the queue is in use

                group    member          state    share %  response ms  requests  failed  measured by  because
                network  192.0.2.1:8888  ejected      0.0        465.4        40       5  balancer     5 failures in a row
                network  192.0.2.2:8888  in         100.0            -         0       0  packets      -

                cache-proxy: 5 sessions open, 7,000 accepted, 12,345 bytes queued.
                  Limits and faults met: connections 2,000, doubt 3.
                  4,786 queries: 97.6 % answered from the cache (99 % of them within 1.22 ms), 0 with another's answer, 113 forwarded; 252 asked again behind an answer.
                  126 answers in 371 kB; 1,460 were kept, 1,163 of them seen before anybody was redirected, 0 dropped for want of room.

                Capture: 1,234,567 packets, 30 lost; 24 connections followed.
                  1 server measured by whose turn it is, without understanding what is said: queries and response times there are estimates.
                  7 connections let go to make room for others.
                  1 connection without data let go to make room for others.
                Kernel: pending, redirects in force: 1; mended 3 times, failed 1 times.
                History: 98,765 rows written, 4 dropped.
                """);
    }

    @Test
    void programsReadWhatWasLetGoUnderEachCap() {
        assertThat(StatusJson.of(status()))
                .contains("\"evictedFlows\":7,\"evictedHalfOpen\":1")
                .contains("\"forgottenServers\":0");
    }

    private static String served(long queries, long forwarded) {
        StringBuilder text = new StringBuilder();
        StatusText.served("http", new ServedSnapshot(SLOW, 40, 3, 0, 0, 0, 0, 0).reading(queries, forwarded), text);
        return text.toString();
    }

    @Test
    void aServiceThatAnswersItselfSaysHowMuchItSpares() {
        assertThat(served(4_000, 100))
                .isEqualTo(
                        "  http: 3 sessions open, 40 accepted; of 4,000 queries 100 went to the server, 97.5 % less\n");
    }

    @Test
    void aServiceThatOnlyPassesOnDoesNotClaimToSpareAnything() {
        assertThat(served(4_000, 4_000))
                .isEqualTo("  http: 3 sessions open, 40 accepted; all of 4,000 queries were passed on\n");
    }
}
