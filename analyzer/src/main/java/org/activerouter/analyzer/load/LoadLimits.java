package org.activerouter.analyzer.load;

import java.time.Duration;

/**
 * Caps of the per-server state.
 *
 * @param maxServers servers remembered; beyond it the one that was quiet longest is forgotten, and counted
 * @param maxClients connections of clients remembered for the report; beyond it the oldest ended one is forgotten, and counted; 0
 *     where no report will be made
 * @param window length of the sliding window
 * @param buckets fixed parts it is made of; the window moves on by one of them
 */
public record LoadLimits(int maxServers, int maxClients, Duration window, int buckets) {
    /** Refuses caps that leave no room to work. */
    public LoadLimits {
        if (maxServers < 1 || maxClients < 0) {
            throw new IllegalArgumentException("there must be room for a server, and not for less than no clients");
        }
        if (buckets < 1 || window.toNanos() < buckets) {
            throw new IllegalArgumentException("the window must have at least one bucket, and each at least 1 ns");
        }
        if (window.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("the window must not be longer than an hour: " + window);
        }
    }

    /** Ten seconds in parts of a quarter; some thousand servers. */
    public static LoadLimits defaults() {
        return new LoadLimits(4_096, 65_536, Duration.ofSeconds(10), 40);
    }
}
