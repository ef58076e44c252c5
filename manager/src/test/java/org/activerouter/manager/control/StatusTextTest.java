package org.activerouter.manager.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.activerouter.proxy.ServedSnapshot;
import org.junit.jupiter.api.Test;

/** What an operator reads who asks for the status, word for word. */
final class StatusTextTest {
    @Test
    void aRouterAtWorkSaysWhatItSeesAndDoesAndWhatIsWrong() {
        assertThat(StatusText.of(StatusAtWork.status())).isEqualTo("""
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
        assertThat(StatusJson.of(StatusAtWork.status()))
                .contains("\"evictedFlows\":7,\"evictedHalfOpen\":1")
                .contains("\"forgottenServers\":0");
    }

    private static String served(long queries, long forwarded) {
        StringBuilder text = new StringBuilder();
        StatusText.served(
                "http", new ServedSnapshot(StatusAtWork.SLOW, 40, 3, 0, 0, 0, 0, 0).reading(queries, forwarded), text);
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
