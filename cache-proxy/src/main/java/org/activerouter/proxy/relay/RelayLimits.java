package org.activerouter.proxy.relay;

import java.time.Duration;

/**
 * What a service may use. Every limit that turns someone away is counted under a name of {@link Refusal}.
 *
 * @param connections sessions at once; at this many the doors are left ajar: the kernel sends new clients to the server itself
 * @param connectionsPerAddress sessions at once of one client address; one more is refused
 * @param queuedPerConnection bytes that wait for one slow reader before nothing more is read for it
 * @param queuedInAll bytes that wait for slow readers of all sessions; beyond it nothing is read for a reader that is behind,
 *     and the doors are left ajar
 * @param idle how long a session may be silent both ways before it is ended
 * @param connect how long a server may take to accept a connection
 * @param threads event loops
 */
public record RelayLimits(
        int connections,
        int connectionsPerAddress,
        int queuedPerConnection,
        long queuedInAll,
        Duration idle,
        Duration connect,
        int threads) {
    /** Refuses what could not work. */
    public RelayLimits {
        atLeast(1, connections, "connections");
        atLeast(1, connectionsPerAddress, "connectionsPerAddress");
        atLeast(1024, queuedPerConnection, "queuedPerConnection");
        atLeast(queuedPerConnection, queuedInAll, "queuedInAll (it holds at least one connection's queue)");
        atLeast(1000, idle.toMillis(), "idle, in ms");
        atLeast(1, connect.toMillis(), "connect, in ms");
        atLeast(1, threads, "threads");
        if (connect.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("connect is longer than 24 days: " + connect);
        }
    }

    /**
     * What suits a gateway: directory clients stay for hours and may be silent that long, so a session is ended only after
     * two hours, which is also when TCP itself begins to ask (RFC 9293 section 3.8.4). A server that does not answer within
     * 10 s would have cost its client three SYNs.
     */
    public static RelayLimits defaults() {
        int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
        return new RelayLimits(
                20_000, 1_000, 64 << 10, 64L << 20, Duration.ofHours(2), Duration.ofSeconds(10), threads);
    }

    private static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " is below " + least);
        }
    }
}
