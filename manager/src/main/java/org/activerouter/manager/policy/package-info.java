/**
 * From the measured state of servers to verdicts, and from verdicts to decisions.
 *
 * <p>In: load slices of the analyzer, what the active service is asked, what the capture lost. Out: decisions with their
 * evidence. Thread: the control thread alone. Time is an argument: a rehearsal runs the same code as the live router.
 */
@NullMarked
package org.activerouter.manager.policy;

import org.jspecify.annotations.NullMarked;
