/**
 * The running router: what is measured is judged, what is decided is done, and what was done can be asked for.
 *
 * <p>In: slices and snapshots of the analysis, verdicts of the policies, what operators ask. Out: wanted redirects, doors of the
 * active services, the journal. Thread: the control thread, a quarter of a second at a time; operators' requests wait for its
 * next turn.
 */
@NullMarked
package org.activerouter.manager.control;

import org.jspecify.annotations.NullMarked;
