/**
 * Clients of a farm of web servers, and what became of their requests. Knows nothing of the router.
 *
 * <p>In: servers, addresses, a rate. Out: a line for each request. Thread: one for each client.
 */
@NullMarked
package org.activerouter.lab.web;

import org.jspecify.annotations.NullMarked;
