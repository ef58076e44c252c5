package org.activerouter.manager.netfilter;

import org.activerouter.capture.Endpoint;

/**
 * New connections to one server are to be sent to a port of this machine.
 *
 * @param server IPv4 address and port that clients ask for
 * @param listeningPort the local port; the same number as the server's wherever that was free
 */
public record Redirect(Endpoint server, int listeningPort) {
    /** As it is written for an operator: {@code 192.0.2.1:8888}, or {@code 192.0.2.1:8888 to port 20001}. */
    @Override
    public String toString() {
        return guarded() ? server.toString() : server + " to port " + listeningPort;
    }

    /** Whether the kernel itself stops redirecting when nobody listens any more. */
    public boolean guarded() {
        return server.port() == listeningPort;
    }
}
