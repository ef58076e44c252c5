package org.activerouter.proxy.opennap.cache;

import java.time.Duration;

/**
 * How old answers may be.
 *
 * @param ttl an answer with results
 * @param softTtl from which age on the server is asked again behind the answer
 * @param negativeTtl an answer without results
 * @param staleLimit any answer, when the server is gone; after that it is of no use in any case
 */
public record Lifetimes(Duration ttl, Duration softTtl, Duration negativeTtl, Duration staleLimit) {
    /** What is used where nothing is said. */
    public static final Lifetimes DEFAULTS = new Lifetimes(
            Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofMinutes(5));

    /**
     * Checks each value and how they go together.
     *
     * @throws IllegalArgumentException naming every problem
     */
    public Lifetimes {
        new Problems()
                .positive("ttl", ttl)
                .positive("soft-ttl", softTtl)
                .positive("negative-ttl", negativeTtl)
                .positive("stale-limit", staleLimit)
                .notLonger("soft-ttl", softTtl, "ttl", ttl)
                .notLonger("negative-ttl", negativeTtl, "ttl", ttl)
                .notLonger("ttl", ttl, "stale-limit", staleLimit)
                .refuse();
    }
}
