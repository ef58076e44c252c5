package org.activerouter.proxy.opennap.cache;

/**
 * How the cache proxy answers, and within which bounds.
 *
 * @param onMiss what is done with a search whose whole answer is not known
 * @param maxResults results that the server gives at most: an answer as long as that may have been cut
 * @param lifetimes how old answers may be
 * @param memory how much is remembered
 * @param sessions what the two ends of a session may do
 */
public record CacheSettings(
        OnMiss onMiss, int maxResults, Lifetimes lifetimes, MemoryLimits memory, SessionLimits sessions) {
    /** What is used where nothing is said. Real servers cut at 100 results. */
    public static final CacheSettings DEFAULTS =
            new CacheSettings(OnMiss.FORWARD, 100, Lifetimes.DEFAULTS, MemoryLimits.DEFAULTS, SessionLimits.DEFAULTS);

    /**
     * Checks how the parts go together.
     *
     * @throws IllegalArgumentException naming every problem
     */
    public CacheSettings {
        new Problems()
                .between("max-results", maxResults, 1, sessions.maxResultsPassed())
                .refuse();
    }

    /** The same with another way to answer and another size; no sharer may take more than a sixteenth of it. */
    public CacheSettings answering(OnMiss newOnMiss, long newMaxBytes) {
        return new CacheSettings(newOnMiss, maxResults, lifetimes, memory.ofBytes(newMaxBytes), sessions);
    }

    /** The same with other times to live. */
    public CacheSettings living(Lifetimes newLifetimes) {
        return new CacheSettings(onMiss, maxResults, newLifetimes, memory, sessions);
    }
}
