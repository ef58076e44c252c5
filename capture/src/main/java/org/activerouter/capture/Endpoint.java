package org.activerouter.capture;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * One end of a connection.
 *
 * @param address IPv4 or IPv6 address; never a name that would have to be looked up
 * @param port TCP port, 0 to 65535
 */
public record Endpoint(InetAddress address, int port) {
    /** Refuses a port that no TCP header can carry. */
    public Endpoint {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }

    /** The usual notation: {@code 192.0.2.1:8888}, {@code [2001:db8::1]:8888}. */
    @Override
    public String toString() {
        String host = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + host + "]:" + port : host + ":" + port;
    }
}
