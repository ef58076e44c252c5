package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.activerouter.capture.Direction;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.FrameBatch;
import org.junit.jupiter.api.Test;

/** A million of anything stays under the caps, and says so. */
class CapsTest {
    private static final int MILLION = 1_000_000;

    private final FrameBatch batch = new FrameBatch();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 17);
    private final Told told = new Told();
    private TcpTracker tracker = tracker(1000, 500, 1 << 20);
    private long nanos = Bench.START;

    private TcpTracker tracker(int flows, int halfOpen, long held) {
        batch.begin(buffer, Bench.ETHERNET);
        return new TcpTracker(Bench.limits(flows, halfOpen, held, 65_536), port -> port == 8888, told);
    }

    /** Frames of one layout differ in few bytes: written over a template, a million take a moment. */
    private void feed(byte[] template, int client, int direction) {
        int at = batch.size() * 256;
        buffer.put(at, template);
        buffer.putInt(at + (direction < 0 ? 30 : 26), 0x0B000000 + client);
        batch.add(at, template.length, template.length, nanos);
        nanos += 1000;
        if (batch.isFull()) {
            flush();
        }
    }

    private void flush() {
        tracker.accept(batch);
        batch.begin(buffer, Bench.ETHERNET);
    }

    private TcpCounters counters() {
        flush();
        return tracker.counters();
    }

    @Test
    void aMillionHalfOpenConnectionsDoNotPushOutOneWithData() {
        Talk real = new Talk();
        Bench.feed(tracker, nanos, real.handshake());
        Bench.feed(tracker, nanos, real.fromClient(1, 1).data("query"));
        byte[] syn = new Talk("11.0.0.0", 1234, "10.0.0.2", 8888, 1, 2).syn().ethernet();
        for (int i = 0; i < MILLION; i++) {
            feed(syn, i, 0);
        }
        assertThat(counters().halfOpen()).isEqualTo(500);
        assertThat(counters().evictedHalfOpen()).isEqualTo(MILLION - 500);
        assertThat(counters().evictedFlows()).isZero();
        Bench.feed(tracker, nanos, real.fromServer(1, 6));
        assertThat(told.bytes).isEqualTo(5);
        assertThat(counters().openFlows()).isEqualTo(1);
    }

    @Test
    void aMillionConnectionsWithDataStayUnderTheirCap() {
        Talk talk = new Talk("11.0.0.0", 1234, "10.0.0.2", 8888, 1, 2);
        byte[] syn = talk.syn().ethernet();
        byte[] synAck = talk.synAck().ethernet();
        byte[] query = talk.fromClient(1, 1).data("query").ethernet();
        byte[] answer = talk.fromServer(1, 6).data("answer").ethernet();
        for (int i = 0; i < MILLION; i++) {
            feed(syn, i, 0);
            feed(synAck, i, -1);
            feed(query, i, 0);
            feed(answer, i, -1);
        }
        TcpCounters counters = counters();
        assertThat(counters.flows()).isEqualTo(MILLION);
        assertThat(counters.openFlows()).isEqualTo(1000);
        assertThat(counters.evictedFlows()).isEqualTo(MILLION - 1000);
        assertThat(told.opened).isEqualTo(MILLION);
        assertThat(told.bytes).isEqualTo(5L * MILLION);
        assertThat(told.evicted).isEqualTo(MILLION - 1000);
        tracker.finish();
        assertThat(told.closed).isEqualTo(MILLION);
        assertThat(tracker.counters().heldBytes()).isZero();
    }

    @Test
    void aMillionForgedSegmentsWithDataDoNotPushOutARealConnection() {
        Talk real = new Talk();
        Bench.feed(tracker, nanos, real.handshake());
        Bench.feed(tracker, nanos, real.fromClient(1, 1).data("query"), real.fromServer(1, 6));
        byte[] forged = new Talk("11.0.0.0", 1234, "10.0.0.2", 8888, 1, 2)
                .fromClient(9, 9)
                .data("x".repeat(100))
                .ethernet();
        for (int i = 0; i < MILLION; i++) {
            feed(forged, i, 0);
        }
        assertThat(counters().heldBytes()).isLessThanOrEqualTo(1 << 20);
        assertThat(counters().openFlows()).isEqualTo(1000);
        Bench.feed(tracker, nanos, real.fromClient(6, 1).data("again"), real.fromServer(1, 11));
        assertThat(told.bytes).isEqualTo(10);
        assertThat(told.closed).isZero();
    }

    @Test
    void underTheCapOnAllHeldBytesOthersThanTheSenderAreShed() {
        tracker = tracker(1000, 500, 1 << 19);
        String large = "x".repeat(60_000);
        for (int i = 0; i < 20; i++) {
            Talk talk = new Talk("10.1.0." + i, 1234, "10.0.0.2", 8888, 1, 2);
            Bench.feed(tracker, nanos, talk.handshake());
            Bench.feed(tracker, nanos, talk.fromClient(1, 1).data(large));
        }
        TcpCounters counters = tracker.counters();
        assertThat(counters.heldBytes()).isBetween(1L << 18, 1L << 19);
        assertThat(counters.heldBytesGivenUp()).isBetween(11 * 60_000L, 17 * 60_000L);
        Talk last = new Talk("10.1.0.19", 1234, "10.0.0.2", 8888, 1, 2);
        Bench.feed(tracker, nanos, last.fromServer(1, 60_001));
        assertThat(told.bytes).isEqualTo(60_000);
    }

    /** Segments far from where their connection is may be of a new one between the same ends, and are kept until that is known. */
    private void forgeSuccessors() {
        for (int i = 0; i < 20; i++) {
            Talk talk = new Talk("10.1.0." + i, 1234, "10.0.0.2", 8888, 1, 2);
            Bench.feed(tracker, nanos, talk.handshake());
            Bench.feed(tracker, nanos, talk.fromClient(1, 1).data("query"), talk.fromServer(1, 6));
            Bench.feed(tracker, nanos, talk.fromClient(1 << 30, 1 << 30).data("x".repeat(60_000)));
        }
    }

    @Test
    void whatForgedSuccessorsHoldMakesRoomForRealConnections() {
        tracker = tracker(1000, 500, 1 << 19);
        forgeSuccessors();
        Talk last = new Talk();
        Bench.feed(tracker, nanos, last.handshake());
        Bench.feed(tracker, nanos, last.fromClient(1, 1).data("x".repeat(60_000)), last.fromServer(1, 60_001));
        assertThat(told.bytes).isEqualTo(20 * 5 + 60_000);
        assertThat(tracker.counters().gaps()).isZero();
    }

    @Test
    void whatForgedSuccessorsHoldIsGivenUpAfterAWhile() {
        forgeSuccessors();
        assertThat(tracker.counters().heldBytes()).isGreaterThan(60_000);
        tracker.advance(nanos + Duration.ofSeconds(31).toNanos());
        assertThat(tracker.counters().heldBytes()).isZero();
        assertThat(tracker.counters().openFlows()).isEqualTo(20);
    }

    @Test
    void aHeaderThatPromisesMuchHoldsNothing() {
        Talk talk = new Talk();
        Bench.feed(tracker, nanos, talk.handshake());
        byte[] promise = talk.fromClient(1, 1).data("x".repeat(60_000)).ethernet();
        batch.begin(ByteBuffer.wrap(promise), Bench.ETHERNET);
        batch.add(0, 60, promise.length, nanos);
        tracker.accept(batch);
        assertThat(tracker.counters().heldBytes()).isLessThan(2048);
    }

    /** Counts what is told. */
    private static final class Told implements ConnectionListener, StreamListener {
        private long opened;
        private long bytes;
        private long closed;
        private long evicted;

        @Override
        public StreamListener opened(FlowKey key, boolean fromStart, long nanos) {
            opened++;
            return this;
        }

        @Override
        public void bytes(Direction from, ByteBuffer told, long nanos) {
            bytes += told.remaining();
        }

        @Override
        public void gap(Direction from, long missingBytes, long nanos) {
            throw new AssertionError("nothing is missing here");
        }

        @Override
        public void tainted(Direction from, long nanos) {
            throw new AssertionError("nothing conflicts here");
        }

        @Override
        public void closed(CloseReason how, long nanos) {
            closed++;
            evicted += how == CloseReason.EVICTED ? 1 : 0;
        }
    }
}
