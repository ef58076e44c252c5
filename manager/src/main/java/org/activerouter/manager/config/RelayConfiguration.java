package org.activerouter.manager.config;

import java.time.Duration;

/**
 * What the relay may take. Immutable.
 *
 * @param connections sessions at once
 * @param connectionsPerAddress sessions at once of one client address
 * @param queuedBytesPerConnection bytes that wait for a slow reader, each way; beyond it the sender is no longer read
 * @param queuedBytes the same for all sessions together
 * @param idle a session without a byte for this long is closed
 * @param connectTimeout how long a server may take to accept a connection
 */
public record RelayConfiguration(
        int connections,
        int connectionsPerAddress,
        int queuedBytesPerConnection,
        long queuedBytes,
        Duration idle,
        Duration connectTimeout) {
    private static final Key<Integer> CONNECTIONS =
            Key.usually("connections", Types.whole(1, 1_000_000), 20_000, "Sessions at once.");
    private static final Key<Integer> PER_ADDRESS = Key.usually(
            "connections-per-address",
            Types.whole(1, 1_000_000),
            1_000,
            "Sessions at once of one client address: one client must not take them all.");
    private static final Key<Long> QUEUED_PER_CONNECTION = Key.usually(
            "queued-per-connection",
            Types.size(4L << 10, 64L << 20),
            256L << 10,
            "Bytes that wait for a slow reader, each way; beyond it the sender is no longer read.");
    private static final Key<Long> QUEUED =
            Key.usually("queued", Types.size(1L << 20, 16L << 30), 64L << 20, "The same for all sessions together.");
    private static final Key<Duration> IDLE = Key.usually(
            "idle",
            Types.duration(Duration.ofSeconds(10), Duration.ofDays(7)),
            Duration.ofHours(2),
            "A session without a byte for this long is closed.");
    private static final Key<Duration> CONNECT_TIMEOUT = Key.usually(
            "connect-timeout",
            Types.duration(Duration.ofMillis(100), Duration.ofMinutes(2)),
            Duration.ofSeconds(5),
            "How long a server may take to accept a connection.");

    static final Section SECTION = Section.of(
            "relay",
            "What the relay may take. Beyond a limit it refuses, and counts that.",
            CONNECTIONS,
            PER_ADDRESS,
            QUEUED_PER_CONNECTION,
            QUEUED,
            IDLE,
            CONNECT_TIMEOUT);

    static RelayConfiguration read(SectionReader in) {
        RelayConfiguration read = new RelayConfiguration(
                in.get(CONNECTIONS),
                in.get(PER_ADDRESS),
                Math.toIntExact(in.get(QUEUED_PER_CONNECTION)),
                in.get(QUEUED),
                in.get(IDLE),
                in.get(CONNECT_TIMEOUT));
        if (in.sound(CONNECTIONS, PER_ADDRESS) && read.connectionsPerAddress > read.connections) {
            in.refuse(PER_ADDRESS, "is more than connections, " + read.connections, "");
        }
        if (in.sound(QUEUED, QUEUED_PER_CONNECTION) && read.queuedBytesPerConnection > read.queuedBytes) {
            in.refuse(QUEUED_PER_CONNECTION, "is more than queued, which is for all sessions together", "");
        }
        return read;
    }
}
