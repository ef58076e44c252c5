/**
 * The state database
 *
 * <p>In:  what was observed, kept in H2. History, never the authority for a decision.. Out: exchanges and aggregates, by bounded queues:rows.
 */
@NullMarked
package org.activerouter.analyzer.history;

import org.jspecify.annotations.NullMarked;
