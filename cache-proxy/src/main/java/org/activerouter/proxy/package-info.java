/**
 * Active services: what stands in the path between the redirected clients of a server and that server.
 *
 * <p>In: connections that the kernel redirected here. Out: the same conversation, to the server in the client's own name, or
 * answered here. Thread: event loops; the control types here are for any thread. Never knows why it was started.
 */
@NullMarked
package org.activerouter.proxy;

import org.jspecify.annotations.NullMarked;
