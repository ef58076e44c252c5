package org.activerouter.analyzer.history;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the state database is and how much it may hold.
 *
 * <p>An exchange takes about 60 bytes of the file, a second of one server about 70. 1,000 queries a second are 86 million
 * exchanges a day, hence hours for them and months for the aggregates.
 *
 * <p>Removed rows do not make the file smaller while it is open: H2 fills their place anew, but only 45 seconds later, so
 * that a power failure finds the old data whole. Under a steady load the file stays as large as its rows and what was
 * written in 45 seconds; closing it gives some of that back.
 *
 * @param file the database without H2's ending: {@code /var/lib/x/state} is kept in {@code /var/lib/x/state.mv.db}; null
 *     for one in memory that is gone with the program
 * @param queuedExchanges exchanges that may wait for the writer; beyond it they are dropped and counted
 * @param queuedSeconds the same for the seconds of servers, which have a queue of their own, so that a flood of exchanges
 *     never costs an aggregate
 * @param keepExchanges age at which exchanges go, by the capture's clock
 * @param keepSeconds age at which one-second aggregates go
 * @param keepMinutes age at which one-minute aggregates go, and servers that have not been seen since
 * @param maxBytes what the rows may take, a fifth of it left free for the above: the oldest exchanges go first, then
 *     seconds, then minutes; the journal may take an eighth of it
 * @param reserveBytes room that is left to others on the file system: with less than this, history pauses
 * @param maxServers servers in the server list; what belongs to further ones is dropped and counted
 * @param flushInterval longest time a row waits for a batch to fill
 */
public record StateDatabaseSettings(
        @Nullable Path file,
        int queuedExchanges,
        int queuedSeconds,
        Duration keepExchanges,
        Duration keepSeconds,
        Duration keepMinutes,
        long maxBytes,
        long reserveBytes,
        int maxServers,
        Duration flushInterval) {
    /** The smallest size that leaves H2 room to work. */
    static final long LEAST_BYTES = 4L << 20;

    private static final Duration LONGEST_FLUSH_INTERVAL = Duration.ofSeconds(2);

    /** Refuses settings that contradict each other. */
    public StateDatabaseSettings {
        if (queuedExchanges < 2 || queuedSeconds < 2 || maxServers < 1) {
            throw new IllegalArgumentException(
                    "queuedExchanges and queuedSeconds must be at least 2 and maxServers at least 1");
        }
        if (!keepExchanges.isPositive()
                || keepSeconds.compareTo(keepExchanges) < 0
                || keepMinutes.compareTo(keepSeconds) < 0) {
            throw new IllegalArgumentException(
                    "keepExchanges must be positive, keepSeconds no shorter, and keepMinutes no shorter than keepSeconds");
        }
        if (maxBytes < LEAST_BYTES || reserveBytes < 0) {
            throw new IllegalArgumentException("maxBytes must be at least 4 MiB, and reserveBytes not negative");
        }
        // This has to stay well under the five seconds that a kill may cost.
        if (!flushInterval.isPositive() || flushInterval.compareTo(LONGEST_FLUSH_INTERVAL) > 0) {
            throw new IllegalArgumentException("flushInterval must be positive and at most 2 s");
        }
    }

    /** In a file: exchanges for six hours, seconds for thirty days, minutes for a year, in at most 4 GiB. */
    public static StateDatabaseSettings inFile(Path file) {
        return with(file, 4L << 30);
    }

    /** In memory, in at most some 64 MiB of heap: what is older goes. */
    public static StateDatabaseSettings inMemory() {
        return with(null, 64L << 20);
    }

    private static StateDatabaseSettings with(@Nullable Path file, long maxBytes) {
        return new StateDatabaseSettings(
                file,
                65_536,
                65_536,
                Duration.ofHours(6),
                Duration.ofDays(30),
                Duration.ofDays(365),
                maxBytes,
                64L << 20,
                100_000,
                Duration.ofMillis(250));
    }
}
