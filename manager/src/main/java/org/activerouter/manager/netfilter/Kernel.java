package org.activerouter.manager.netfilter;

import java.util.Set;
import org.activerouter.capture.Endpoint;

/**
 * The kernel's rules and sets as the reconciler uses them. Every method does one thing wholly or fails, may be repeated, and
 * is called by one thread only. An interrupt ends what is running.
 */
interface Kernel extends AutoCloseable {
    /** Reads what is there. */
    Observed look() throws KernelException, InterruptedException;

    /** Puts rules in place, replacing damaged ones; changes no redirect. */
    void up() throws KernelException, InterruptedException;

    /** Makes the redirects exactly these, each for the time of a lease. */
    void apply(Set<Redirect> wanted) throws KernelException, InterruptedException;

    /** From the next {@link #apply} on, packets of these servers find connections of ours as well. */
    void reach(Set<Endpoint> servers);

    /** Begins the leases of these redirects anew. When it has returned, the kernel has done it. */
    void renew(Set<Redirect> redirects) throws KernelException, InterruptedException;

    /** Takes everything of ours away, whoever of us left it. */
    void down() throws KernelException, InterruptedException;

    /** Has this called again and again, by the same thread, while a command takes its time. */
    void whileWaiting(Runnable work);

    /** Ends the processes it keeps; the rules stay. */
    @Override
    void close();
}
