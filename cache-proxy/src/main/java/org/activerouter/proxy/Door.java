package org.activerouter.proxy;

/**
 * Where a service listens for the clients of the servers on one port.
 *
 * @param serverPort the port their clients ask for
 * @param listeningPort the port listened on
 */
public record Door(int serverPort, int listeningPort) {
    /**
     * Whether the kernel can see by itself that the door is open. It looks for a listener of the port that the client asked
     * for; where another program holds that port, only the lease protects clients from a dead service.
     */
    public boolean guarded() {
        return serverPort == listeningPort;
    }
}
