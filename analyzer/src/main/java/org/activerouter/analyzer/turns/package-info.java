/**
 * Any protocol in which client and server take turns, encrypted or not: how long a server takes until it begins to speak. An
 * estimate, because nothing is understood: a greeting or a handshake counts like a query, and several queries sent together
 * count as one.
 *
 * <p>In: acknowledged bytes of a connection. Out: observations. Thread: the analysis thread.
 */
@NullMarked
package org.activerouter.analyzer.turns;

import org.jspecify.annotations.NullMarked;
