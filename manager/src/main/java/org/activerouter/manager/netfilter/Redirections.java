package org.activerouter.manager.netfilter;

import java.util.Set;
import org.activerouter.capture.Endpoint;

/**
 * The kernel's redirects, as wanted. Calls only mark what is wanted and return; one thread does what is needed, again and
 * again, so that drift is found and mended. All methods are for any thread.
 */
public interface Redirections extends AutoCloseable {
    /** From now on exactly these servers are to be redirected. */
    void want(Set<Redirect> redirects);

    /**
     * From now on sessions of redirected clients may also be connected, in the clients' names, with these servers, which are not
     * redirected for that. To be said before the redirects that need it.
     */
    void reach(Set<Endpoint> servers);

    /** What is in force, what is wrong, and what was mended. */
    RedirectionStatus status();

    /**
     * Takes every rule of ours out of the kernel now, and stays out until {@link #resume}.
     *
     * @return whether the kernel was seen to be free of them, within a second
     */
    boolean panic();

    /** Ends a panic or a surrender to another program that kept removing our rules. */
    void resume();

    /** Takes every rule of ours out of the kernel. */
    @Override
    void close();
}
