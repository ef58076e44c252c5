package org.activerouter.proxy.opennap.cache;

/**
 * How much is remembered.
 *
 * @param maxBytes what all answers together may take in memory
 * @param sharerBytes what one sharer's files may take of it, by server
 * @param maxAnswerBytes an answer of more is passed and not kept
 * @param maxServers servers that answers are kept of
 * @param maxChanges departures, and words in the names of new files, by server
 * @param maxFilesPerClient files of one client
 * @param maxFiles files of all clients
 */
public record MemoryLimits(
        long maxBytes,
        long sharerBytes,
        int maxAnswerBytes,
        int maxServers,
        int maxChanges,
        int maxFilesPerClient,
        int maxFiles) {
    /** What is used where nothing is said. */
    public static final MemoryLimits DEFAULTS =
            new MemoryLimits(64L << 20, 4L << 20, 64 << 10, 1_000, 100_000, 5_000, 500_000);

    private static final int SHARERS_PART = 16;

    /**
     * Checks each value and how they go together.
     *
     * @throws IllegalArgumentException naming every problem
     */
    public MemoryLimits {
        new Problems()
                .atLeast("max-bytes", maxBytes, 1L << 20)
                .between("sharer-bytes", sharerBytes, 1, maxBytes)
                .atLeast("max-answer-bytes", maxAnswerBytes, 1)
                .atLeast("max-servers", maxServers, 1)
                .atLeast("max-changes", maxChanges, 1)
                .atLeast("max-files-per-client", maxFilesPerClient, 0)
                .atLeast("max-files", maxFiles, maxFilesPerClient)
                .refuse();
    }

    /** The same with another size; no sharer may take more than a sixteenth of it. */
    MemoryLimits ofBytes(long bytes) {
        return new MemoryLimits(
                bytes, bytes / SHARERS_PART, maxAnswerBytes, maxServers, maxChanges, maxFilesPerClient, maxFiles);
    }
}
