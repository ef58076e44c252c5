/**
 * Real captures with true counts, rewritten in every way that must not change the counts.
 *
 * <p>In: {@code src/test/resources/captures}. Out: verdicts of the tests. Thread: the test's.
 */
@NullMarked
package org.activerouter.analyzer.golden;

import org.jspecify.annotations.NullMarked;
