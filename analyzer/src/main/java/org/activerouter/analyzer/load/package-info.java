/**
 * What is known of each server's load: counts, query rates, response times, over everything seen and over a sliding window.
 *
 * <p>In: what the connections of a server observed, by {@link org.activerouter.analyzer.load.ConnectionLoad}. Out: immutable
 * {@link org.activerouter.analyzer.load.ServerSnapshot}s and, once a second is over,
 * {@link org.activerouter.analyzer.load.SecondAggregate}s. Thread: the analysis thread alone; the snapshots belong to any.
 */
@NullMarked
package org.activerouter.analyzer.load;

import org.jspecify.annotations.NullMarked;
