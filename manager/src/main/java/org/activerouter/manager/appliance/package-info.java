/**
 * The running router put together: a configuration becomes capture, analysis, policies, active services and kernel rules, and
 * all of them are taken apart again in an order in which no client is left before a closed door.
 *
 * <p>In: a configuration. Out: a router that runs until it is told to stop or cannot go on. Thread: the one that calls.
 */
@NullMarked
package org.activerouter.manager.appliance;

import org.jspecify.annotations.NullMarked;
