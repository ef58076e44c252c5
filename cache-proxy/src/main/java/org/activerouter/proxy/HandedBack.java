package org.activerouter.proxy;

import java.util.List;
import org.activerouter.capture.FlowKey;

/**
 * What became of the sessions of a server that was retired.
 *
 * @param back connections that were taken over and go past the service again
 * @param kept those that stay in it to their end, unchanged from now on
 */
public record HandedBack(List<FlowKey> back, List<Kept> kept) {
    /** Keeps its own copies. */
    public HandedBack {
        back = List.copyOf(back);
        kept = List.copyOf(kept);
    }

    /**
     * A session that stays.
     *
     * @param flow its client and the server it asked for
     * @param why a sentence
     */
    public record Kept(FlowKey flow, String why) {}
}
