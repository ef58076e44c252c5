/**
 * What is known of each server's load
 *
 * <p>In:  counts, sliding windows, response times.. Out: observations:immutable snapshots that any thread may read.
 */
@NullMarked
package org.activerouter.analyzer.load;

import org.jspecify.annotations.NullMarked;
