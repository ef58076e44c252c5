/**
 * How an operator's command reaches the running router: a Unix socket that only the router's user and root may open.
 *
 * <p>A request is one line of words; the answer is a line with its outcome, and then text. Thread: one of its own for each
 * connection; who answers must be safe for any.
 */
@NullMarked
package org.activerouter.manager.admin;

import org.jspecify.annotations.NullMarked;
