/**
 * The frame on which every active service stands, and the plainest of them: a relay that passes each byte on.
 *
 * <p>In: connections that the kernel redirected. Out: the same conversation with the server, in the client's own address and
 * port. A {@link org.activerouter.proxy.relay.SessionHandler} says what a service does with the bytes; by its defaults it
 * relays them. Thread: each session lives on one event loop; {@link org.activerouter.proxy.relay.RelayService} is for any.
 */
@NullMarked
package org.activerouter.proxy.relay;

import org.jspecify.annotations.NullMarked;
