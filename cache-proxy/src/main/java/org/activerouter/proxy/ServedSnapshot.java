package org.activerouter.proxy;

import org.activerouter.capture.Endpoint;

/**
 * What a service did for one server so far.
 *
 * @param server the server it stands in for
 * @param accepted sessions accepted since it was started
 * @param open sessions that are open now
 * @param bytesFromClients bytes taken from clients
 * @param bytesFromServer bytes taken from the server
 * @param queries queries taken from clients, whoever answered them; -1 for a service that does not read the protocol
 * @param forwarded those of them that were passed on to the server; -1 likewise
 * @param connectFailures connections to the server that could not be made
 */
public record ServedSnapshot(
        Endpoint server,
        long accepted,
        long open,
        long bytesFromClients,
        long bytesFromServer,
        long queries,
        long forwarded,
        long connectFailures) {
    /** Whether its queries are counted. */
    public boolean readsProtocol() {
        return queries >= 0;
    }

    /** The same, of a service that reads the protocol. */
    public ServedSnapshot reading(long queries, long forwarded) {
        return new ServedSnapshot(
                server, accepted, open, bytesFromClients, bytesFromServer, queries, forwarded, connectFailures);
    }
}
