package org.activerouter.analyzer.protocol;

import org.activerouter.capture.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Reads connections beside the reader that measures them, for somebody who wants to know what is said and not only how long it
 * takes. Called on the analysis thread, which must not wait.
 */
@FunctionalInterface
public interface Bystander {
    /** Reads nothing, which costs nothing. */
    Bystander NONE = (protocol, key, fromStart) -> null;

    /**
     * A reader for a connection, or null if it is not wanted. It is told the same as the measuring one, for as long as that is in
     * step; then it is told that the bytes are tainted.
     *
     * @param protocol the id of the protocol that is spoken
     * @param key the connection's two ends
     * @param fromStart whether the beginning is seen
     */
    @Nullable
    Conversation open(String protocol, FlowKey key, boolean fromStart);
}
