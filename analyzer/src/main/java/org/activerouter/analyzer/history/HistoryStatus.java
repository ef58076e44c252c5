package org.activerouter.analyzer.history;

import org.jspecify.annotations.Nullable;

/**
 * How the state database is doing.
 *
 * @param rowsWritten exchanges written since it was opened
 * @param rowsDropped exchanges that found the queue full, or the history paused; they are in the aggregates all the same
 * @param queued exchanges that wait to be written
 * @param trouble a sentence for the operator when history is paused or was begun anew; null when all is well
 */
public record HistoryStatus(
        long rowsWritten,
        long rowsDropped,
        int queued,
        @Nullable String trouble) {}
