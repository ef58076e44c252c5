package org.activerouter.proxy;

import java.io.IOException;
import java.util.List;
import org.activerouter.capture.Endpoint;

/**
 * A transparent service that takes the place of servers towards their clients. It listens before the kernel is told to send
 * anyone, and goes on listening until the kernel has been told to stop: door before signpost.
 *
 * <p>All methods are for any thread and do not wait for traffic.
 */
public interface ActiveService extends AutoCloseable {
    /**
     * Begins to stand in for a server: listens where its clients will be sent, and accepts connections meant for it.
     * Doing it twice is the same as once.
     *
     * @return where it listens
     * @throws IOException when no port can be listened on; the message says which and why
     */
    Door serve(Endpoint server) throws IOException;

    /**
     * Stops to stand in for a server. Sessions that are open go on to their end; a new connection meant for this server is
     * passed on unchanged. The door is closed when no server needs it any more and no session came through it lately.
     */
    void retire(Endpoint server);

    /** What it did for each server that it stands in for or has sessions of; counters go up only. */
    List<ServedSnapshot> served();

    /** What it did in all, refusals by reason, and the fill of its limits. */
    ServiceSnapshot snapshot();

    /** Ends every session and stops listening. */
    @Override
    void close();
}
