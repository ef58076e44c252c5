package org.activerouter.capture.tcp;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.FrameBatch;
import org.jspecify.annotations.Nullable;

/**
 * Finds the connection of each frame, orders its bytes, and tells them once they are acknowledged. One thread.
 *
 * <p>What costs time with tens of thousands of interleaved connections is waiting for memory. So frames are taken in runs: all of a
 * run are decoded, then the table's slots of all, then their connections are read in loops in which nothing waits for anything
 * else, so that the processor fetches many at once; only then the segments are processed one after the other.
 */
public final class TcpTracker {
    /** Frames decoded ahead: their flyweights fit into the first-level cache, and it is far more than the fetches in flight. */
    private static final int RUN = 64;

    /** Connections looked at per batch for idleness: all of 131,072 in about a second at full speed. */
    private static final int SWEEP = 64;

    private static final long SWEEP_EVERY_NANOS = 100_000_000L;

    private final Tracking tracking;
    private final FrameDecoder decoder;
    private final Connections connections;
    private final Segment[] segments = new Segment[RUN];
    private final @Nullable Entry[] found = new @Nullable Entry[RUN];
    private final Segment question = new Segment();
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
        decoder = new FrameDecoder(tracking.counters, new SplittableRandom().nextLong());
        connections = new Connections(tracking);
        for (int i = 0; i < RUN; i++) {
            segments[i] = new Segment();
        }
        counters = tracking.counters.copy(0, 0);
    }

    /** Takes all frames of a batch, in their order. */
    public void accept(FrameBatch batch) {
        decoder.begin(batch.buffer(), batch.linkType());
        for (int from = 0; from < batch.size(); from += RUN) {
            int count = decode(batch, from, Math.min(RUN, batch.size() - from));
            touch(count);
            for (int i = 0; i < count; i++) {
                process(segments[i], found[i]);
            }
        }
        sweep();
        publish();
    }

    private int decode(FrameBatch batch, int from, int frames) {
        int count = 0;
        for (int i = from; i < from + frames; i++) {
            Segment segment = segments[count];
            if (decoder.decode(batch.offset(i), batch.capturedLength(i), batch.wireLength(i), segment)) {
                segment.nanos = batch.nanos(i);
                count++;
            }
        }
        return count;
    }

    private void touch(int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += connections.table.touch(segments[i].hash);
        }
        for (int i = 0; i < count; i++) {
            found[i] = connections.table.find(segments[i]);
        }
        for (int i = 0; i < count; i++) {
            if (found[i] instanceof Flow flow) {
                sum += flow.a.next + flow.b.next;
            }
        }
        touched = sum;
    }

    private void process(Segment segment, @Nullable Entry before) {
        tick(segment.nanos);
        // Segments of the same run may have made, replaced or removed the connection since it was looked up.
        Entry entry = before == null || before.gone ? connections.table.find(segment) : before;
        if (entry instanceof Flow flow && flow.accept(segment, tracking)) {
            connections.retireIfOver(flow);
        } else {
            connections.meet(segment, entry);
        }
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

    /** What is known of a connection that is followed now; the tracker's thread only. */
    public Optional<TakeoverFacts> takeoverFacts(FlowKey key) {
        ask(key);
        Entry entry = connections.table.find(question);
        boolean clientIsA = question.fromA;
        if (entry instanceof Flow flow && flow.settled) {
            return Optional.of(TakeoverFacts.of(key, clientIsA, flow));
        }
        return connections.handshake(entry).map(handshake -> TakeoverFacts.of(key, clientIsA, handshake));
    }

    private void ask(FlowKey key) {
        Endpoint client = key.client();
        Endpoint server = key.server();
        ByteBuffer source = bytes(client.address());
        ByteBuffer destination = bytes(server.address());
        if (source.capacity() == 4) {
            question.between4(bottom(source, client.port()), bottom(destination, server.port()));
        } else {
            question.between6(
                    source.getLong(0),
                    source.getLong(8),
                    destination.getLong(0),
                    destination.getLong(8),
                    client.port() << 16 | server.port());
        }
        question.hash = decoder.hash(question);
    }

    private static ByteBuffer bytes(InetAddress address) {
        return ByteBuffer.wrap(address.getAddress());
    }

    private static long bottom(ByteBuffer address, int port) {
        return (address.getInt(0) & 0xFFFFFFFFL) << 16 | port;
    }
}
