package org.activerouter.capture;

/**
 * A connection by its two ends.
 *
 * @param client the end that opened the connection, or was taken for it
 * @param server the other end
 */
public record FlowKey(Endpoint client, Endpoint server) {
    /** {@code client > server}. */
    @Override
    public String toString() {
        return client + " > " + server;
    }
}
