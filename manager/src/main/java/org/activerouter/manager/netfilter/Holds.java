package org.activerouter.manager.netfilter;

import java.util.List;
import java.util.Set;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;

/**
 * Clients whose packets the kernel holds back for a moment: a set beside those of the redirects, with a time-out that ends a forgotten
 * hold, and a queue in which the packets wait. Any thread; each call returns when the kernel has done it, at once.
 */
interface Holds extends AutoCloseable {
    /**
     * Keeps the packets between a server and some of its clients, but for connections of ours, until it is lifted; new ones pass again
     * after two seconds.
     */
    void hold(Endpoint server, Set<Endpoint> clients) throws KernelException;

    /** The same connections with what packets that are held tell of them. */
    List<StandingConnection> catchUp(List<StandingConnection> connections) throws KernelException;

    /** Lets them through again, to us where their connections are ours by now; nothing happens if they were not held. */
    void lift(Set<Endpoint> clients) throws KernelException;

    /** Gives the queue back; what waits in it is lost, and sent again. */
    @Override
    void close();
}
