package org.activerouter.manager.config;

import java.time.Duration;
import java.util.List;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.capture.tcp.TcpLimits;

/**
 * What the passive half may hold. Immutable.
 *
 * @param tcp caps of the tracker of connections
 * @param load caps of the per-server state
 */
public record LimitsConfiguration(TcpLimits tcp, LoadLimits load) {
    private static final TcpLimits TCP = TcpLimits.defaults();
    private static final LoadLimits LOAD = LoadLimits.defaults();

    private static final Key<Integer> CONNECTIONS = Key.usually(
            "connections",
            Types.whole(1, 4_000_000),
            TCP.maxFlows(),
            "Connections with data that are followed at once; beyond it one that was idle long is let go.");
    private static final Key<Integer> HALF_OPEN = Key.usually(
            "half-open",
            Types.whole(1, 4_000_000),
            TCP.maxHalfOpen(),
            "Connections without data yet; beyond it an old one is let go.");
    private static final Key<Long> HELD = Key.usually(
            "held",
            Types.size(64L << 10, 16L << 30),
            TCP.maxHeldBytes(),
            "Bytes that wait for an acknowledgement or for earlier ones, of all connections together.");
    private static final Key<Long> HELD_PER_CONNECTION = Key.usually(
            "held-per-connection",
            Types.size(64L << 10, 1L << 30),
            (long) TCP.maxHeldBytesPerFlow(),
            "The same for one connection; beyond it the missing bytes are given up.");
    private static final Key<Duration> REORDER_GRACE = Key.usually(
            "reorder-grace",
            Types.duration(Duration.ZERO, Duration.ofMinutes(1)),
            TCP.reorderGrace(),
            "How long a byte that the receiver has acknowledged may still turn up before it is given up.");
    private static final Key<Duration> IDLE = Key.usually(
            "idle",
            Types.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
            TCP.idleLimit(),
            "A connection without a packet for this long is let go.");
    private static final Key<Duration> HALF_OPEN_IDLE = Key.usually(
            "half-open-idle",
            Types.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
            TCP.halfOpenLimit(),
            "The same while it has had no data.");
    private static final Section TRACKER = Section.of(
            "tracker",
            "Connections that are followed.",
            CONNECTIONS,
            HALF_OPEN,
            HELD,
            HELD_PER_CONNECTION,
            REORDER_GRACE,
            IDLE,
            HALF_OPEN_IDLE);

    private static final Key<Integer> SERVERS = Key.usually(
            "servers",
            Types.whole(1, 1_000_000),
            LOAD.maxServers(),
            "Servers that are remembered; beyond it the one that was quiet longest is forgotten.");
    private static final Key<Duration> WINDOW = Key.usually(
            "window",
            Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            LOAD.window(),
            "How far back the figures of reports look; policies have windows of their own.");
    private static final Section STATE = Section.of("load", "What is remembered of servers.", SERVERS, WINDOW);

    static final Section SECTION = Section.of(
                    "limits", "What watching may hold. What is beyond a limit is let go, and counted.")
            .with(List.of(TRACKER, STATE));

    static LimitsConfiguration read(SectionReader in) {
        return new LimitsConfiguration(tcp(in.section(TRACKER)), load(in.section(STATE)));
    }

    private static TcpLimits tcp(SectionReader in) {
        int connections = in.get(CONNECTIONS);
        int halfOpen = in.get(HALF_OPEN);
        long held = in.get(HELD);
        long perConnection = in.get(HELD_PER_CONNECTION);
        if (in.sound(HELD, HELD_PER_CONNECTION) && perConnection > held) {
            in.refuse(HELD_PER_CONNECTION, "is more than held, which is for all connections together", "");
        }
        return new TcpLimits(
                connections,
                halfOpen,
                Math.max(held, perConnection),
                Math.toIntExact(perConnection),
                in.get(REORDER_GRACE),
                in.get(IDLE),
                in.get(HALF_OPEN_IDLE));
    }

    /** Ended connections are remembered for reports alone, and a router makes none. */
    private static LoadLimits load(SectionReader in) {
        return new LoadLimits(in.get(SERVERS), 0, in.get(WINDOW), LOAD.buckets());
    }
}
