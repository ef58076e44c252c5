package org.activerouter.proxy;

import java.util.List;
import org.activerouter.capture.FlowKey;

/**
 * What became of connections that were to be taken over.
 *
 * @param live those that go through the service now
 * @param refused those that go on as they were
 */
public record TakenOver(List<Live> live, List<Refused> refused) {
    /** Keeps its own copies. */
    public TakenOver {
        live = List.copyOf(live);
        refused = List.copyOf(refused);
    }

    /**
     * A connection that was taken over.
     *
     * @param flow as it was asked for
     * @param nanos when both its ends could talk again, by {@link System#nanoTime}
     */
    public record Live(FlowKey flow, long nanos) {}

    /**
     * A connection that was left alone.
     *
     * @param flow as it was asked for
     * @param why a sentence
     */
    public record Refused(FlowKey flow, String why) {}
}
