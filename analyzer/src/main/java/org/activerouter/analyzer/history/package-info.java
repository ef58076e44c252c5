/**
 * The state database: what was observed, kept in H2. History, never the authority for a decision.
 *
 * <p>In: exchanges, seconds and learned services, from the analysis thread, over bounded queues; a full queue drops and
 * counts, it never waits. Out: rows in one file (or in memory), and a status for any thread. One thread of its own,
 * {@code state-database}, writes, removes what is too old or too much, and mends what is wrong with the file.
 *
 * <p>The way of a row: {@link org.activerouter.analyzer.history.StateDatabase} takes it, {@code HistoryQueues} holds it,
 * {@code HistoryWriter} files it through {@code StateStore}, whose parts each know one table.
 */
@NullMarked
package org.activerouter.analyzer.history;

import org.jspecify.annotations.NullMarked;
