package org.activerouter.manager.netfilter;

import org.activerouter.capture.Endpoint;

/**
 * Servers whose packets the kernel holds back for a moment: a set beside those of the redirects, with a time-out that ends a forgotten
 * hold. Any thread; each call returns when the kernel has done it, after milliseconds.
 */
interface Holds extends AutoCloseable {
    /** Drops the packets between a server and its clients, but for connections of ours, for two seconds or until it is lifted. */
    void hold(Endpoint server) throws KernelException, InterruptedException;

    /** Lets them through again; nothing happens if they were not held. */
    void lift(Endpoint server) throws KernelException, InterruptedException;

    /** Ends the process it keeps. */
    @Override
    void close();
}
