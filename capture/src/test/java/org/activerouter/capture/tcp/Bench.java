package org.activerouter.capture.tcp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.FrameBatch;

/** A tracker on a bench: takes packets one millisecond apart and writes down what is told. */
final class Bench {
    static final long MILLI = 1_000_000L;
    static final long START = 1_700_000_000_000_000_000L;
    static final int ETHERNET = 1;

    final List<String> events = new ArrayList<>();
    final TcpTracker tracker;
    long now = START;
    /** Connections nobody wants to hear of. */
    Predicate<FlowKey> ignored = key -> false;

    private int linkType = ETHERNET;

    Bench() {
        this(limits(131_072, 65_536, 64L << 20, 1 << 20));
    }

    Bench(TcpLimits limits) {
        tracker = new TcpTracker(limits, port -> port == 8888, this::opened);
    }

    static TcpLimits limits(int flows, int halfOpen, long held, int heldPerFlow) {
        return new TcpLimits(
                flows, halfOpen, held, heldPerFlow, Duration.ofSeconds(1), Duration.ofHours(2), Duration.ofSeconds(30));
    }

    Bench linkType(int dlt) {
        linkType = dlt;
        return this;
    }

    Bench feed(Packet... packets) {
        for (Packet packet : packets) {
            frame(packet.ethernet());
        }
        return this;
    }

    Bench frame(byte[] frame) {
        return frame(frame, frame.length, frame.length);
    }

    /** Gives packets to a tracker, all with one stamp. */
    static void feed(TcpTracker tracker, long nanos, Packet... packets) {
        for (Packet packet : packets) {
            byte[] frame = packet.ethernet();
            FrameBatch batch = new FrameBatch();
            batch.begin(ByteBuffer.wrap(frame), ETHERNET);
            batch.add(0, frame.length, frame.length, nanos);
            tracker.accept(batch);
        }
    }

    /** A frame cut by the snap length, or with another length on the wire. */
    Bench frame(byte[] frame, int captured, int wire) {
        now += MILLI;
        FrameBatch batch = new FrameBatch();
        // An odd offset and bytes around it show that nobody reads from the start or past the end.
        ByteBuffer buffer = ByteBuffer.allocateDirect(captured + 7);
        buffer.put(3, frame, 0, captured);
        batch.begin(buffer, linkType);
        batch.add(3, captured, wire, now);
        tracker.accept(batch);
        return this;
    }

    Bench waits(Duration time) {
        now += time.toNanos();
        tracker.advance(now);
        return this;
    }

    /** What a takeover would be told of a connection. */
    Optional<TakeoverFacts> facts(Talk talk) {
        FlowKey key = talk.key();
        return tracker.established(key.server(), Set.of(key)).stream()
                .map(Established::facts)
                .findFirst();
    }

    Bench graceOver() {
        return waits(Duration.ofMillis(1001));
    }

    Bench finish() {
        tracker.finish();
        return this;
    }

    TcpCounters counters() {
        return tracker.counters();
    }

    private StreamListener opened(FlowKey key, boolean fromStart, long nanos) {
        events.add("opened " + key + (fromStart ? "" : " midway"));
        return ignored.test(key) ? null : new Notes();
    }

    /** Writes down; bytes that follow each other in one direction make one line. */
    private final class Notes implements StreamListener {
        private final Map<Direction, Long> last = new EnumMap<>(Direction.class);
        private boolean closed;

        @Override
        public void bytes(Direction from, ByteBuffer bytes, long nanos) {
            stamp(from, nanos);
            String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
            String prefix = name(from) + ": ";
            int end = events.size() - 1;
            if (events.get(end).startsWith(prefix)) {
                events.set(end, events.get(end) + text);
            } else {
                events.add(prefix + text);
            }
        }

        @Override
        public void gap(Direction from, long missingBytes, long nanos) {
            stamp(from, nanos);
            events.add(name(from) + " misses " + missingBytes);
        }

        @Override
        public void tainted(Direction from, long nanos) {
            events.add(name(from) + " tainted");
        }

        @Override
        public void closed(CloseReason how, long nanos) {
            if (closed) {
                throw new AssertionError("closed twice");
            }
            closed = true;
            events.add("closed " + how);
        }

        private void stamp(Direction from, long nanos) {
            if (closed || nanos < last.getOrDefault(from, Long.MIN_VALUE)) {
                throw new AssertionError("time goes back, or after the end: " + events);
            }
            last.put(from, nanos);
        }

        private String name(Direction from) {
            return from == Direction.FROM_CLIENT ? "client" : "server";
        }
    }
}
