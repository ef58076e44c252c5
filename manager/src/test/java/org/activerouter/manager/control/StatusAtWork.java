package org.activerouter.manager.control;

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
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;

/** A router at work, for tests of what is said about it. */
public final class StatusAtWork {
    static final Endpoint SLOW = endpoint("192.0.2.1", 8888);
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

    /** Everything in it is something else than nothing. */
    public static RouterStatus status() {
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

    private StatusAtWork() {}
}
