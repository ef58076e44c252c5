package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.FrameBatch;

/**
 * Whatever the wire brings: no exception, no more held than allowed, time that does not go back, and a last word for every connection.
 * With {@code JAZZER_FUZZ=1} in the environment these search; else they replay what was found.
 */
class TrackerFuzzTest {
    private static final TcpLimits SMALL =
            new TcpLimits(8, 8, 1 << 17, 1 << 16, Duration.ofMillis(10), Duration.ofSeconds(5), Duration.ofSeconds(1));

    @FuzzTest(maxDuration = "5m")
    void anyBytesAsFrames(FuzzedDataProvider data) {
        Watch watch = new Watch();
        int[] linkTypes = {1, 113, 276, 101, 0, 12345};
        long nanos = 0;
        while (data.remainingBytes() > 0) {
            int linkType = data.pickValue(linkTypes);
            nanos += data.consumeInt(-1_000_000, 20_000_000);
            int cut = data.consumeInt(0, 40);
            watch.frame(linkType, data.consumeBytes(data.consumeInt(0, 200)), cut, nanos);
        }
        watch.finish();
    }

    @FuzzTest(maxDuration = "5m")
    void anySegmentsOfOneConnection(FuzzedDataProvider data) {
        Watch watch = new Watch();
        Talk talk = new Talk(data.consumeInt(), data.consumeInt());
        long nanos = 0;
        while (data.remainingBytes() > 0) {
            boolean client = data.consumeBoolean();
            int seq = data.consumeInt(-2, 64);
            int ack = data.consumeInt(-2, 64);
            Packet packet = client ? talk.fromClient(seq, ack) : talk.fromServer(seq, ack);
            packet = packet.flags(data.consumeInt(0, 63)).window(data.consumeInt(0, 0xFFFF));
            packet = packet.data(data.consumeBytes(data.consumeInt(0, 20)));
            nanos += data.consumeInt(-1_000_000, 6_000_000);
            watch.frame(1, packet.ethernet(), 0, nanos);
        }
        watch.finish();
    }

    /** Holds the tracker to what it promises. */
    private static final class Watch {
        private final TcpTracker tracker = new TcpTracker(SMALL, port -> port == 8888, this::opened);
        private int open;

        void frame(int linkType, byte[] frame, int more, long nanos) {
            FrameBatch batch = new FrameBatch();
            batch.begin(ByteBuffer.wrap(frame), linkType);
            batch.add(0, frame.length, frame.length + more, nanos);
            tracker.accept(batch);
            TcpCounters counters = tracker.counters();
            assertThat(counters.heldBytes()).isBetween(0L, SMALL.maxHeldBytes());
            assertThat(counters.openFlows()).isBetween(0L, (long) SMALL.maxFlows());
            assertThat(counters.halfOpen()).isBetween(0L, (long) SMALL.maxHalfOpen());
        }

        void finish() {
            tracker.finish();
            TcpCounters counters = tracker.counters();
            assertThat(open).isZero();
            assertThat(counters.heldBytes()).isZero();
            assertThat(counters.openFlows()).isZero();
            assertThat(counters.halfOpen()).isZero();
        }

        private StreamListener opened(FlowKey key, boolean fromStart, long nanos) {
            open++;
            return new Listener();
        }

        private final class Listener implements StreamListener {
            private long client = Long.MIN_VALUE;
            private long server = Long.MIN_VALUE;
            private boolean tainted;
            private boolean closed;

            @Override
            public void bytes(Direction from, ByteBuffer bytes, long nanos) {
                assertThat(bytes.hasRemaining()).isTrue();
                stamp(from, nanos);
            }

            @Override
            public void gap(Direction from, long missingBytes, long nanos) {
                assertThat(missingBytes).isPositive();
                stamp(from, nanos);
            }

            private void stamp(Direction from, long nanos) {
                assertThat(closed).isFalse();
                assertThat(nanos).isGreaterThanOrEqualTo(from == Direction.FROM_CLIENT ? client : server);
                if (from == Direction.FROM_CLIENT) {
                    client = nanos;
                } else {
                    server = nanos;
                }
            }

            @Override
            public void tainted(Direction from, long nanos) {
                assertThat(tainted || closed).isFalse();
                tainted = true;
            }

            @Override
            public void closed(CloseReason how, long nanos) {
                assertThat(closed).isFalse();
                closed = true;
                open--;
            }
        }
    }
}
