/**
 * Compares what the router saw with what was counted where the traffic was made. In: reports of both. Out: sentences, and
 * whether they agree. Knows the router by its JSON only.
 */
@NullMarked
package org.activerouter.lab.agreement;

import org.jspecify.annotations.NullMarked;
