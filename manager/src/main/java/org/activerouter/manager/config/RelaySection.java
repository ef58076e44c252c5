package org.activerouter.manager.config;

import java.time.Duration;
import org.activerouter.proxy.relay.RelayLimits;

/** Reads what the relay may use. */
final class RelaySection {
    private static final RelayLimits USUAL = RelayLimits.defaults();

    private static final Key<Integer> CONNECTIONS = Key.usually(
            "connections",
            Types.whole(1, 1_000_000),
            USUAL.connections(),
            "Sessions at once; at this many the kernel sends new clients to the server itself.");
    private static final Key<Integer> PER_ADDRESS = Key.usually(
            "connections-per-address",
            Types.whole(1, 1_000_000),
            USUAL.connectionsPerAddress(),
            "Sessions at once of one client address; one more is refused: one client must not take them all.");
    private static final Key<Long> QUEUED_PER_CONNECTION = Key.usually(
            "queued-per-connection",
            Types.size(1L << 10, 64L << 20),
            (long) USUAL.queuedPerConnection(),
            "Bytes that wait for one slow reader; beyond it the sender is no longer read.");
    private static final Key<Long> QUEUED = Key.usually(
            "queued",
            Types.size(1L << 20, 16L << 30),
            USUAL.queuedInAll(),
            "The same for all sessions together; beyond it the kernel also sends new clients to the server itself.");
    private static final Key<Duration> IDLE = Key.usually(
            "idle",
            Types.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
            USUAL.idle(),
            "How long a session may be silent both ways before it is ended.");
    private static final Key<Duration> CONNECT_TIMEOUT = Key.usually(
            "connect-timeout",
            Types.duration(Duration.ofMillis(100), Duration.ofMinutes(2)),
            USUAL.connect(),
            "How long a server may take to accept a connection.");
    private static final Key<Integer> THREADS = Key.derived(
            "threads",
            Types.whole(1, 256),
            "as many as there are processors, at most 4",
            1,
            "Threads that carry sessions.");

    static final Section SECTION = Section.of(
            "relay",
            "What the relay may use. Whom a limit turns away is counted.",
            CONNECTIONS,
            PER_ADDRESS,
            QUEUED_PER_CONNECTION,
            QUEUED,
            IDLE,
            CONNECT_TIMEOUT,
            THREADS);

    private RelaySection() {}

    static RelayLimits read(SectionReader in) {
        int connections = in.get(CONNECTIONS);
        int perAddress = in.get(PER_ADDRESS);
        long perConnection = in.get(QUEUED_PER_CONNECTION);
        long queued = in.get(QUEUED);
        if (in.sound(CONNECTIONS, PER_ADDRESS) && perAddress > connections) {
            in.refuse(PER_ADDRESS, "is more than connections, " + connections, "");
        }
        if (in.sound(QUEUED, QUEUED_PER_CONNECTION) && perConnection > queued) {
            in.refuse(QUEUED_PER_CONNECTION, "is more than queued, which is for all sessions together", "");
        }
        return new RelayLimits(
                connections,
                perAddress,
                Math.toIntExact(perConnection),
                Math.max(queued, perConnection),
                in.get(IDLE),
                in.get(CONNECT_TIMEOUT),
                in.getOr(THREADS, USUAL.threads()));
    }
}
