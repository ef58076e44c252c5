package org.activerouter.manager.netfilter;

import java.util.List;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;

/**
 * Servers whose packets the kernel holds back for a moment: a set beside those of the redirects, with a time-out that ends a forgotten
 * hold, and a queue in which the packets wait. Any thread; each call returns when the kernel has done it, after milliseconds.
 */
interface Holds extends AutoCloseable {
    /**
     * Keeps the packets between a server and its clients, but for connections of ours, until it is lifted; new ones pass again after
     * two seconds.
     */
    void hold(Endpoint server) throws KernelException, InterruptedException;

    /** Lets the packets go that wait: where their connections are ours by now they come to us, else they wait again. */
    void passOn() throws KernelException;

    /** The same connections with what packets that are held tell of them. */
    List<StandingConnection> catchUp(List<StandingConnection> connections) throws KernelException;

    /** Lets them through again; nothing happens if they were not held. */
    void lift(Endpoint server) throws KernelException, InterruptedException;

    /** Ends the process it keeps. */
    @Override
    void close();
}
