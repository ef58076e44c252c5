package org.activerouter.analyzer.history;

import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was decided or done, for the audit. Kept as long as the minutes are.
 *
 * @param nanos when, nanoseconds since 1970
 * @param server the server it concerns; null for the router as a whole
 * @param kind what it is, one word that a query can select
 * @param text the sentence that was logged
 * @param evidence what it was decided on, as JSON
 */
public record JournalEntry(long nanos, @Nullable Endpoint server, String kind, String text, String evidence) {}
