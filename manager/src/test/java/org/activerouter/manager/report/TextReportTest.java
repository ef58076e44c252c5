package org.activerouter.manager.report;

import static org.activerouter.manager.report.Snapshots.client;
import static org.activerouter.manager.report.Snapshots.server;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.load.ClientSnapshot;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.junit.jupiter.api.Test;

final class TextReportTest {
    private static final Map<Integer, String> PORTS = Map.of(8888, "opennap", 7777, "opennap");

    @Test
    void aSoundRunIsThreeTablesAndNoRemarks() {
        AnalysisSnapshot snapshot = Snapshots.sound(server("10.0.0.1", 8888, 9), server("10.0.0.22", 8888, 410));
        List<ClientSnapshot> clients = List.of(
                client("10.0.0.1", "10.1.0.1", 40001, "ann", 9),
                client("10.0.0.22", "10.1.0.2", 40002, null, 30),
                client("10.0.0.22", "10.1.0.3", 40003, "bob\u001b[31m", 380));

        assertThat(text(snapshot, clients)).isEqualTo("""
                100 packets, 12.3 kB, 4 connections with data, 2 servers.

                server          protocol  clients  queries  results  completed  refused  unanswered  unmeasured
                10.0.0.22:8888  opennap         3      410     4920        407        1           2           0
                10.0.0.1:8888   opennap         3        9      108          6        1           2           0

                server          queries/s  peak/s  response ms: mean    p50    p95     p99       max  measured
                10.0.0.22:8888       12.3    40.0              1.235  1.000  2.500  44.013  1200.500       410
                10.0.0.1:8888        12.3    40.0              1.235  1.000  2.500  44.013  1200.500         9

                server          client          queries  results  completed  nick
                10.0.0.22:8888  10.1.0.3:40003      380     4560        380  bob\\x1b[31m
                10.0.0.22:8888  10.1.0.2:40002       30      360         30  -
                10.0.0.1:8888   10.1.0.1:40001        9      108          9  ann
                """);
    }

    @Test
    void whatWasLostOrLetGoIsSaidInSentences() {
        String text = TextReport.of(new Report(
                false,
                PORTS,
                true,
                Snapshots.troubled(),
                Snapshots.troubled().history(),
                List.of(),
                List.of("x.pcap is cut off at byte 77")));

        assertThat(text).isEqualTo("""
                100 packets, 12.3 kB, 4 connections with data, 0 servers.

                No server was found on the ports watched: 7777 (opennap), 8888 (opennap).

                Not captured: eth1 is down\\x1b[2J; retried in 5 s
                Lost before they could be read: 60 packets (10 in the kernel, 20 at the interface, 30 in our queue). \
                Response times near the loss are not to be trusted.
                3 queries could not be measured (bytes were missing, it is not certain which answer is theirs, or time \
                stamps are out of order): counted, but in no response time.
                1 connection could not be read (compressed or encrypted): what was asked there is not counted.
                7 connections to watched ports did not speak the protocol expected there: not counted.
                6 connections had begun before the capture or lost their beginning: what they asked until then is not \
                counted.
                2 places where the boundary of messages was lost.
                6 gaps in connections: 7.0 kB that the receiver has acknowledged are not in the capture.
                1 connection carried different bytes for the same place: nothing after that is measured.
                8 segments not counted: outside the receiver's window, as a forger's are.
                13 time stamps more than an hour off: not believed.
                4 packets cut short by the capture's snap length: record with a larger one (tcpdump -s 0).
                2 IP fragments not put together again.
                3 packets with headers that contradict themselves.
                5 packets that carry no TCP over IPv4 or IPv6.
                9 connections let go to make room for others.
                10 connections without data let go to make room for others.
                11 connections let go after a long silence.
                12.0 kB that waited for missing ones were given up to keep memory bounded.
                4 servers forgotten to make room for others.
                5 connections left out of the list of clients to make room for others; the servers' figures include them.
                8 connections on other ports not studied to the end, to make room for others.
                6 exchanges not written to the database, which was too slow or paused; its sums include them.
                Database: disk full: history is paused
                Learned: 10.0.0.9:4444 speaks opennap (to watch it from the start: --port 4444=opennap).
                Not read to the end: x.pcap is cut off at byte 77
                """);
    }

    @Test
    void whereNothingWasFoundItSaysHowToLookElsewhere() {
        assertThat(text(Snapshots.sound(), List.of())).isEqualTo("""
                100 packets, 12.3 kB, 4 connections with data, 0 servers.

                No server was found on the ports watched: 7777 (opennap), 8888 (opennap).
                If it listens elsewhere, name its port with --port, or let --learn look for it.
                """);
    }

    @Test
    void longListsAreCutAndSaySo() {
        ServerSnapshot[] servers = IntStream.range(0, 45)
                .mapToObj(i -> server("10.0.0." + i, 8888, 1000 - i))
                .toArray(ServerSnapshot[]::new);
        List<ClientSnapshot> clients = IntStream.range(0, 43)
                .mapToObj(i -> client("10.0.0.0", "10.1.0.1", 40000 + i, null, i))
                .toList();

        String text = text(Snapshots.sound(servers), clients);

        assertThat(text.lines().filter(line -> line.equals("... and 5 more (use --json)")))
                .hasSize(2);
        assertThat(text.lines().filter(line -> line.equals("... and 3 more (use --json)")))
                .hasSize(1);
        assertThat(text).contains("10.0.0.39:8888").doesNotContain("10.0.0.40:8888");
    }

    private static String text(AnalysisSnapshot snapshot, List<ClientSnapshot> clients) {
        return TextReport.of(new Report(false, PORTS, false, snapshot, Snapshots.IDLE, clients, List.of()));
    }
}
