/**
 * Ordered bytes become observations, per-server state and history.
 *
 * <p>In: connections told by {@code capture}. Out: {@link org.activerouter.analyzer.AnalysisSnapshot}s, and rows in the
 * state database. Thread: the analysis thread alone, except where a type says otherwise.
 */
@NullMarked
package org.activerouter.analyzer;

import org.jspecify.annotations.NullMarked;
