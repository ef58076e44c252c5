package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.activerouter.capture.FrameBatch;
import org.junit.jupiter.api.Test;

class SegmentBatchTest {
    private final Talk talk = new Talk();
    private final Bench bench = new Bench();
    private final Bench plain = new Bench();

    private List<Packet> query() {
        return List.of(
                talk.syn(),
                talk.synAck(),
                talk.fromClient(1, 1).data("query"),
                talk.fromServer(1, 6).data("answer"),
                talk.fromClient(6, 7));
    }

    private static void fill(FrameBatch batch, List<Packet> packets) {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        batch.begin(buffer, Bench.ETHERNET);
        for (Packet packet : packets) {
            byte[] frame = packet.ethernet();
            batch.add(buffer.position(), frame.length, frame.length, Bench.START + batch.size());
            buffer.put(frame);
        }
    }

    private void acceptPlain(List<Packet> packets) {
        FrameBatch batch = new FrameBatch();
        fill(batch, packets);
        plain.tracker.accept(batch);
    }

    @Test
    void whatWasDecodedAheadIsToldAndCountedAsIfTheTrackerHadDecodedIt() {
        SegmentBatch batch = new SegmentBatch();
        fill(batch, query());
        batch.decode();
        bench.tracker.accept(batch);
        acceptPlain(query());
        assertThat(bench.events).contains("server: answer").isEqualTo(plain.events);
        assertThat(bench.counters()).isEqualTo(plain.counters());
    }

    @Test
    void aBatchFilledAnewAndNotDecodedIsLeftToTheTracker() {
        SegmentBatch batch = new SegmentBatch();
        fill(batch, query().subList(0, 2));
        batch.decode();
        bench.tracker.accept(batch);
        fill(batch, query().subList(2, 5));
        bench.tracker.accept(batch);
        acceptPlain(query().subList(0, 2));
        acceptPlain(query().subList(2, 5));
        assertThat(bench.events).contains("server: answer").isEqualTo(plain.events);
        assertThat(bench.counters()).isEqualTo(plain.counters());
    }
}
