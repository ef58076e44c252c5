/**
 * Takes the place of an established connection between its two ends, and gives it back, without either noticing.
 *
 * <p>In: what a passive tracker knows of a connection ({@link org.activerouter.capture.tcp.TakeoverFacts}) and what the kernel's
 * connection tracking does. Out: two connected sockets, one that is the server towards the client and one that is the client
 * towards the server, made with Linux's TCP_REPAIR. Thread: whoever calls; no object here is for two at a time.
 */
@NullMarked
package org.activerouter.proxy.takeover;

import org.jspecify.annotations.NullMarked;
