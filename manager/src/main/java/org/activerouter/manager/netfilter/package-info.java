/**
 * Makes the kernel agree with the wanted redirects, and keeps it so.
 *
 * <p>In: a set of redirects. Out: rules, sets and routes, by way of the netfilter scripts. Thread: a thread of its own; the public
 * types are for any thread. Knows nothing of why a server is redirected.
 */
@NullMarked
package org.activerouter.manager.netfilter;

import org.jspecify.annotations.NullMarked;
