/**
 * Self-study: finds out which unnamed ports speak a known protocol (paper, section 3).
 *
 * <p>In: the first bytes of connections to ports that nobody has named. Out:
 * {@link org.activerouter.analyzer.learning.LearnedService}s, and the bytes once more for whoever reads them. Thread: the
 * analysis thread.
 */
@NullMarked
package org.activerouter.analyzer.learning;

import org.jspecify.annotations.NullMarked;
