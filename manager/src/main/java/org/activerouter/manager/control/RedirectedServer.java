package org.activerouter.manager.control;

import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.Door;

/**
 * A server under redirect, or on the way back.
 *
 * @param server the server
 * @param service name of the active service that stands in for it
 * @param door where its clients are sent
 * @param phase how far it is
 * @param sinceNanos when that phase began, nanoseconds since 1970
 * @param because why it was redirected, a sentence
 */
public record RedirectedServer(
        Endpoint server, String service, Door door, Phase phase, long sinceNanos, String because) {
    /** How far a redirect is. */
    public enum Phase {
        /** The service listens; the kernel has been told and has not been seen to do it. */
        WAITING,
        /** New connections are redirected. */
        IN_FORCE,
        /** The kernel has been told to stop; the service listens until it has. */
        LEAVING
    }

    RedirectedServer in(Phase next, long nanos) {
        return next == phase ? this : new RedirectedServer(server, service, door, next, nanos, because);
    }
}
