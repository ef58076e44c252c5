/**
 * Load stories: seeded, labelled loads in virtual time, on which policies are tried.
 *
 * <p>In: the name of a story and a seed. Out: what the policy engine decided, and what of that was wrong, missing or late. A
 * story's servers are queues with workers; their clients ask, wait, and follow redirects. What happens is observed through the
 * analyzer's own tables, so that a policy meets the same slices as live. Thread: the caller's alone. Nothing sleeps.
 */
@NullMarked
package org.activerouter.manager.story;

import org.jspecify.annotations.NullMarked;
