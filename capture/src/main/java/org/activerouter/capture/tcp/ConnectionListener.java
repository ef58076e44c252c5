package org.activerouter.capture.tcp;

import org.activerouter.capture.FlowKey;
import org.jspecify.annotations.Nullable;

/** Is told of each connection as it begins to carry bytes. Called on the tracker's thread only. */
@FunctionalInterface
public interface ConnectionListener {
    /**
     * A connection is about to deliver its first bytes (half-open ones are never told).
     *
     * @param key its two ends
     * @param fromStart whether its beginning was seen: false for one picked up in the middle
     * @param nanos capture time
     * @return who takes its bytes; null to let them pass untold
     */
    @Nullable
    StreamListener opened(FlowKey key, boolean fromStart, long nanos);
}
