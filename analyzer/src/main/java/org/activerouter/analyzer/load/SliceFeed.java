package org.activerouter.analyzer.load;

import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;

/**
 * Cuts what is observed of all servers into slices, and tells each when it is over. Analysis thread only. Does nothing at all
 * when nobody wants slices.
 */
final class SliceFeed {
    /** What is observed is told when it was acknowledged; most acknowledgements come within this time. */
    static final long LAG_NANOS = 100_000_000L;

    /** Servers give up searches after this time; what waits longer is not waited for. */
    static final long LONGEST_WAIT_NANOS = 180_000_000_000L;

    private static final long LENGTH = LoadSlice.LENGTH_NANOS;

    private final SliceSink sink;
    private final boolean wanted;
    private final LoadClock clock;
    private final List<ServerSlices> active = new ArrayList<>();
    private final int[] perBin = new int[LogLinearScale.BINS];
    private long firstOpen;
    private long dueNanos = Long.MIN_VALUE;
    private int epoch = -1;

    SliceFeed(SliceSink sink, LoadClock clock) {
        this.sink = sink;
        this.wanted = !sink.equals(SliceSink.NONE);
        this.clock = clock;
    }

    void connected(ServerLoad server) {
        if (wanted && clock.started()) {
            open(server, clock.now()).connected();
        }
    }

    void asked(ServerLoad server, Endpoint client, long nanos) {
        if (wanted) {
            open(server, nanos).asked(client.address(), nanos);
            server.slices().waiting().asked(nanos);
        }
    }

    void answered(ServerLoad server, long nanos, long askedNanos) {
        if (wanted) {
            open(server, nanos).answered(nanos - askedNanos);
            server.slices().waiting().answered(askedNanos);
        }
    }

    void ended(ServerLoad server, long nanos, long askedNanos, int results, Outcome outcome, boolean measurable) {
        if (!wanted) {
            return;
        }
        open(server, nanos).ended(outcome, measurable, results);
        // An end in the moment of asking says that the query could not be followed; any other that an answer came.
        boolean answered = outcome != Outcome.UNANSWERED && nanos != askedNanos;
        if (answered) {
            server.slices().waiting().answered(askedNanos);
        } else {
            server.slices().waiting().givenUp(askedNanos);
        }
    }

    private OpenSlice open(ServerLoad server, long nanos) {
        tellOver();
        ServerSlices slices = server.slices();
        if (!slices.isActive()) {
            slices.active(true);
            slices.waiting().clear();
            active.add(slices);
        }
        return slices.slice(Math.max(Math.floorDiv(nanos, LENGTH), firstOpen));
    }

    /** Tells the slices that are over by now. */
    void tellOver() {
        if (!wanted || !clock.started()) {
            return;
        }
        if (clock.epoch() != epoch) {
            moveToOtherTime();
        } else if (clock.now() >= dueNanos) {
            tellBefore(Math.floorDiv(clock.now() - LAG_NANOS, LENGTH));
        }
    }

    private void moveToOtherTime() {
        if (epoch >= 0) {
            tellAll();
        }
        epoch = clock.epoch();
        openFrom(Math.floorDiv(clock.now() - LAG_NANOS, LENGTH));
        sink.over(firstOpen * LENGTH);
    }

    /** What waits was asked at a time that cannot be compared with the new one. */
    private void tellAll() {
        active.forEach(server -> server.waiting().clear());
        tell(firstOpen);
        tell(firstOpen + 1);
    }

    private void tellBefore(long index) {
        while (firstOpen < index && !active.isEmpty()) {
            tell(firstOpen);
            openFrom(firstOpen + 1);
            sink.over(firstOpen * LENGTH);
        }
        if (firstOpen < index) {
            openFrom(index);
            sink.over(firstOpen * LENGTH);
        }
    }

    private void openFrom(long index) {
        firstOpen = index;
        dueNanos = (index + 1) * LENGTH + LAG_NANOS;
    }

    private void tell(long index) {
        long start = index * LENGTH;
        for (ServerSlices server : active) {
            server.waiting().dropUntil(start - LONGEST_WAIT_NANOS);
            OpenSlice slice = server.slice(index);
            if (slice.isOpen() || server.waiting().oldestNanos(start + LENGTH) > 0) {
                sink.slice(slice.close(server, start, perBin));
            }
        }
        active.removeIf(SliceFeed::isDone);
    }

    private static boolean isDone(ServerSlices server) {
        if (server.hasNothingToTell()) {
            server.active(false);
            return true;
        }
        return false;
    }

    /** Tells what is known of a server that is dropped, as its last slices. */
    void forget(ServerLoad server) {
        if (wanted && server.slices().isActive()) {
            ServerSlices slices = server.slices();
            for (long index = firstOpen; index <= firstOpen + 1; index++) {
                if (slices.slice(index).isOpen()) {
                    sink.slice(slices.slice(index).close(slices, index * LENGTH, perBin));
                }
            }
            slices.active(false);
            active.remove(slices);
        }
    }

    /** The capture is over: tells the slices that are still open. */
    void finish() {
        if (wanted && clock.started()) {
            tellAll();
            openFrom(firstOpen + 2);
            sink.over(firstOpen * LENGTH);
        }
    }
}
