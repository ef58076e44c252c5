package org.activerouter.proxy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;

/** Keeps the packets of a few connections waiting while their places are taken. The caller of a takeover has it and ends it. */
@FunctionalInterface
public interface Hold {
    /**
     * Begins. When it returns, nothing passes any more between these clients and the server, until the takeover has returned.
     *
     * @param clients the clients' ends, as this machine sees them: behind a masquerade of its own, by both names
     * @return the connections as they stand now; without those that cannot be taken over now
     * @throws IOException when they cannot be held, or where they stand cannot be known; then nobody is held any more
     */
    List<StandingConnection> begin(Set<Endpoint> clients) throws IOException;
}
