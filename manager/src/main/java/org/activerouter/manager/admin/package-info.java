/**
 * How an operator's command reaches the running router: a Unix socket that only the router's user and root may open.
 *
 * <p>In: a request, one line of words. Out: its answer, a line with the outcome and then text. Both ends wait for a limited time
 * only. Thread: one of its own for each connection; who answers must be safe for any.
 */
@NullMarked
package org.activerouter.manager.admin;

import org.jspecify.annotations.NullMarked;
