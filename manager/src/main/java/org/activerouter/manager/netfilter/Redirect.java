package org.activerouter.manager.netfilter;

import org.activerouter.capture.Endpoint;

/**
 * New connections to one server are to be sent to a port of this machine.
 *
 * @param server IPv4 address and port that clients ask for
 * @param listeningPort the local port; the same number as the server's wherever that was free
 */
public record Redirect(Endpoint server, int listeningPort) {
    /** Whether the kernel itself stops redirecting when nobody listens any more. */
    public boolean guarded() {
        return server.port() == listeningPort;
    }
}
