package org.activerouter.capture.tcp;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.FrameBatch;
import org.jspecify.annotations.Nullable;

/**
 * Finds the connection of each frame, orders its bytes, and tells them once they are acknowledged. One thread.
 *
 * <p>What costs time with tens of thousands of interleaved connections is waiting for memory. So segments are taken in runs: the
 * table's slots of all, then their connections are read in loops in which nothing waits for anything else, so that the processor
 * fetches many at once; only then the segments are processed one after the other.
 */
public final class TcpTracker {
    /** Segments looked up ahead: a whole batch, of which every fifth or so wakes a quiet connection; fewer leave loads unused. */
    private static final int RUN = FrameBatch.CAPACITY;

    /** Connections looked at per batch for idleness: all of 131,072 in about a second at full speed. */
    private static final int SWEEP = 64;

    private static final long SWEEP_EVERY_NANOS = 100_000_000L;

    private final Tracking tracking;
    /** For batches that nobody has decoded ahead. */
    private final Segments own = new Segments();

    private final Connections connections;
    private final int[] found = new int[RUN];
    /** Whose connections were quiet before the run. */
    private final StreamListener[] quiet = new StreamListener[RUN];

    /** Counts batches. */
    private int turn;

    private long sweptAt;
    /** Keeps the compiler from leaving out the loads of {@link #touch}. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    private volatile TcpCounters counters;

    /**
     * A tracker without connections.
     *
     * @param limits its caps
     * @param serverPort which ports servers listen on: tells the two ends apart where the SYN was not seen
     * @param listener is told of each connection
     */
    public TcpTracker(TcpLimits limits, IntPredicate serverPort, ConnectionListener listener) {
        tracking = new Tracking(limits, serverPort, listener);
        connections = new Connections(tracking);
        counters = tracking.counters.copy(0, 0);
    }

    /** Takes all frames of a batch, in their order. */
    public void accept(FrameBatch batch) {
        Segments segments = segmentsOf(batch);
        tracking.counters.addDecoded(segments.counters());
        for (int from = 0; from < segments.size(); from += RUN) {
            int to = Math.min(from + RUN, segments.size());
            touch(segments, from, to);
            for (int i = from; i < to; i++) {
                process(segments.get(i), found[i - from]);
            }
        }
        turn++;
        sweep();
        publish();
    }

    private Segments segmentsOf(FrameBatch batch) {
        if (batch instanceof SegmentBatch ahead && ahead.isDecoded()) {
            return ahead.segments();
        }
        own.read(batch);
        return own;
    }

    private void touch(Segments segments, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            Segment segment = segments.get(i);
            // The stamp lies in its other cache line, and both come from the processor that has decoded it.
            sum += connections.table.touch(segment.hash) + (int) segment.nanos;
        }
        for (int i = from; i < to; i++) {
            sum += tracking.rows.touch(connections.table.guess(segments.get(i).hash));
        }
        for (int i = from; i < to; i++) {
            found[i - from] = connections.table.find(segments.get(i));
        }
        touched = sum + fetchQuiet(to - from);
    }

    /** Reads what the listeners of those connections need that were quiet until now, all of them one step after the other. */
    private int fetchQuiet(int segments) {
        int size = 0;
        for (int i = 0; i < segments; i++) {
            StreamListener listener = found[i] == FlowTable.NONE ? null : tracking.plain.wake(found[i], turn);
            if (listener != null) {
                quiet[size++] = listener;
            }
        }
        int sum = 0;
        for (int step = 0; step < StreamListener.FETCH_STEPS; step++) {
            for (int i = 0; i < size; i++) {
                sum += quiet[i].fetch(step);
            }
        }
        return sum;
    }

    private void process(Segment segment, int before) {
        tick(segment.nanos);
        // Segments of the same run may have made or removed the connection since it was looked up.
        boolean still = before != FlowTable.NONE && connections.table.isBetween(before, segment);
        int id = still ? before : connections.table.find(segment);
        if (id == FlowTable.NONE || !tracking.plain.advance(id, segment)) {
            processSlowly(segment, id == FlowTable.NONE ? null : connections.table.get(id));
        }
    }

    private void processSlowly(Segment segment, @Nullable Entry entry) {
        if (!(entry instanceof Flow flow)) {
            connections.meet(segment, entry);
            return;
        }
        tracking.plain.unfold(flow);
        if (flow.accept(segment, tracking)) {
            connections.retireIfOver(flow);
        } else {
            connections.meet(segment, flow);
        }
        tracking.plain.fold(flow);
    }

    private void tick(long nanos) {
        tracking.nanos = nanos;
        if (tracking.clock.accept(nanos)) {
            connections.expire();
        }
    }

    /** Moves the clock on when no frame does; a live source calls this about ten times a second. */
    public void advance(long nanos) {
        tick(nanos);
        sweep();
        publish();
    }

    /** Looks for idle connections, some at a time. */
    private void sweep() {
        long now = tracking.clock.now();
        if (now - sweptAt >= SWEEP_EVERY_NANOS) {
            sweptAt = now;
            connections.sweep(SWEEP);
        }
    }

    /** The capture is over: gives up every hole, tells what is acknowledged, closes every connection. */
    public void finish() {
        connections.closeAll();
        publish();
    }

    private void publish() {
        counters = tracking.counters.copy(tracking.roster.size(), tracking.heldBytes());
    }

    /** What was seen and given up until the last batch; any thread. */
    public TcpCounters counters() {
        return counters;
    }

    /** The connections that a server has now, those without data included; the tracker's thread only. */
    public List<Established> established(Endpoint server) {
        return connections.established(EstablishedList.all(server));
    }

    /** Some of the connections that a server has now, as far as they still stand; the tracker's thread only. */
    public List<Established> established(Endpoint server, Set<FlowKey> wanted) {
        return connections.established(EstablishedList.only(server, wanted));
    }
}
