package org.activerouter.manager.report;

import static org.activerouter.manager.report.Snapshots.server;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.tcp.TcpLimits;
import org.junit.jupiter.api.Test;

final class LiveViewTest {
    private final LiveView view = new LiveView(
            "eth1, eth2",
            new AnalysisSettings(
                    Map.of(8888, "opennap"), false, TcpLimits.defaults(), LoadLimits.defaults(), History.NONE));

    @Test
    void aMomentShowsTrafficCapsAndServers() {
        AnalysisSnapshot snapshot = Snapshots.sound(server("10.0.0.1", 8888, 9), server("10.0.0.2", 8888, 410));

        assertThat(String.join("\n", view.lines(snapshot, Duration.ofSeconds(3723))) + "\n")
                .isEqualTo("""
                eth1, eth2   1:02:03
                100 packets, 12.3 kB, lost 0; 4 connections with data, 2 open; 0 gaps, 0 opaque, 0 unmeasured
                caps: connections 2 of 65536 (0 %), half-open 1 of 65536 (0 %), bytes held 0 of 67108864 (0 %), \
                servers 2 of 4096 (0 %), database queue 0

                server         clients  queries  waiting  q/s 10s  peak  ms 10s: mean  p50  p95  max
                10.0.0.2:8888        3      410        0      1.5  40.0             -    -    -    -
                10.0.0.1:8888        3        9        0      1.5  40.0             -    -    -    -
                """);
    }

    @Test
    void lossAndTroublesOfInterfacesAreNeverPushedOffTheScreen() {
        List<String> lines = view.lines(Snapshots.troubled(), Duration.ZERO, 100, 12);

        assertThat(lines).hasSizeLessThanOrEqualTo(12);
        assertThat(lines).anyMatch(line -> line.startsWith("Not captured: eth1 is down\\x1b[2J"));
        assertThat(lines).anyMatch(line -> line.startsWith("Lost before they could be read: 60 packets"));
    }

    @Test
    void sentencesAreBrokenAtTheEdgeOfTheScreen() {
        assertThat(view.lines(Snapshots.troubled(), Duration.ZERO, 40, 100))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40))
                .contains("Lost before they could be read: 60", "packets (10 in the kernel, 20 at the");
    }

    @Test
    void moreServersThanFitAreCutAndSaidSo() {
        ServerSnapshot[] servers = IntStream.range(0, 100)
                .mapToObj(i -> server("10.0.0." + i, 8888, 1000 - i))
                .toArray(ServerSnapshot[]::new);

        List<String> lines = view.lines(Snapshots.sound(servers), Duration.ZERO, 80, 24);

        assertThat(lines).hasSizeLessThanOrEqualTo(24);
        assertThat(lines.getLast()).matches("\\.\\.\\. and \\d+ more \\(use --json\\)");
        assertThat(lines).anyMatch(line -> line.startsWith("10.0.0.0:8888 "));
    }

    @Test
    void beforeTheFirstServerItSaysSo() {
        assertThat(view.lines(Snapshots.sound(), Duration.ZERO, 80, 24)).endsWith("No server seen yet.");
    }
}
