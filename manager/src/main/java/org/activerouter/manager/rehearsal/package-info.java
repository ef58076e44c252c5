/**
 * Policies on the loads of the past: what they would have done, for how long, and to how many clients.
 *
 * <p>In: slices of a capture file or of the recorded history, and a configuration's services. Out: a report for people or for
 * programs. Thread: the caller's alone. Time is that of the slices; nothing is redirected.
 */
@NullMarked
package org.activerouter.manager.rehearsal;

import org.jspecify.annotations.NullMarked;
