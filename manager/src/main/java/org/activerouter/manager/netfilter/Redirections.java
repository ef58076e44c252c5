package org.activerouter.manager.netfilter;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.activerouter.analyzer.StandingConnection;
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

    /** Why no redirect can be made at all, with what to do about it; empty if there may be some. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

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

    /**
     * Has the kernel keep the packets between a server and some of its clients waiting, in both directions, but not of connections that go
     * through us: for two seconds at most, or until {@link #lift}. Returns when it does, at once.
     *
     * @param clients the clients' ends, as this machine sees them
     * @throws IOException when the kernel refuses, or there are no rules to hold anything
     */
    void hold(Endpoint server, Set<Endpoint> clients) throws IOException;

    /**
     * The same connections with what packets that are held tell of them, which the capture has not seen.
     *
     * @throws IOException when that cannot be known
     */
    List<StandingConnection> catchUp(List<StandingConnection> connections) throws IOException;

    /**
     * Ends a hold; nothing happens where there was none. Packets that waited go on: those of connections that have moved come to the service.
     * Returns when that is done, at once.
     *
     * @throws IOException when that cannot be known; the hold then ends by itself
     */
    void lift(Set<Endpoint> clients) throws IOException;

    /** Takes every rule of ours out of the kernel. */
    @Override
    void close();
}
