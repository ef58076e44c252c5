/**
 * Server groups: who is a member, how each is doing, and who gets how much.
 *
 * <p>In: load slices and snapshots of the analyzer, what balancers have seen of their members. Out: rosters for balancers, and
 * what happened, in sentences. Thread: the control thread alone. Time is an argument.
 */
@NullMarked
package org.activerouter.manager.group;

import org.jspecify.annotations.NullMarked;
