package org.activerouter.analyzer.load;

import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What one connection of a client did.
 *
 * @param server whom it asked
 * @param client its own end
 * @param nick the name it logged in with; null if no log-in was seen
 * @param sharePort the port it says others can fetch from; 0 if firewalled or unknown
 * @param queries asked
 * @param results in all answers
 * @param completed queries whose answer was declared complete
 */
public record ClientSnapshot(
        Endpoint server,
        Endpoint client,
        @Nullable String nick,
        int sharePort,
        long queries,
        long results,
        long completed) {}
