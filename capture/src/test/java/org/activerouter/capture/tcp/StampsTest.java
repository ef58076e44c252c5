package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.activerouter.capture.Direction;
import org.junit.jupiter.api.Test;

/** When bytes count as told, by stamps that may lie: sessions last for hours, and a wrong one must not stay with them. */
class StampsTest {
    private static final long MILLI = Bench.MILLI;

    private final Talk talk = new Talk();
    private final List<Long> told = new ArrayList<>();
    private final TcpTracker tracker =
            new TcpTracker(TcpLimits.defaults(), port -> port == 8888, (key, fromStart, nanos) -> new Notes());

    private final class Notes implements StreamListener {
        @Override
        public void bytes(Direction from, ByteBuffer bytes, long nanos) {
            told.add(nanos);
        }

        @Override
        public void gap(Direction from, long missingBytes, long nanos) {
            told.add(nanos);
        }

        @Override
        public void tainted(Direction from, long nanos) {}

        @Override
        public void closed(CloseReason how, long nanos) {}
    }

    private void query(int number, long nanos) {
        Bench.feed(tracker, nanos, talk.fromClient(number, 1).data("q"));
        Bench.feed(tracker, nanos + MILLI, talk.fromServer(1, number + 1));
    }

    @Test
    void onceTheClockWasSetBackWhatIsToldIsOfTheNewTime() {
        Bench.feed(tracker, Bench.START, talk.handshake());
        query(1, Bench.START + MILLI);
        long back = Bench.START - TimeUnit.MINUTES.toNanos(10);
        for (int i = 0; i < 64; i++) {
            Bench.feed(tracker, back + i * MILLI, talk.fromClient(2, 1));
        }
        query(2, back + 100 * MILLI);
        assertThat(told).containsExactly(Bench.START + MILLI, back + 100 * MILLI);
    }

    @Test
    void aHoleIsGivenUpByTheNewTimeToo() {
        Bench.feed(tracker, Bench.START, talk.handshake());
        long back = Bench.START - TimeUnit.MINUTES.toNanos(10);
        for (int i = 0; i < 64; i++) {
            Bench.feed(tracker, back + i * MILLI, talk.fromClient(1, 1));
        }
        Bench.feed(tracker, back + 100 * MILLI, talk.fromClient(2, 1).data("q"), talk.fromServer(1, 3));
        assertThat(told).isEmpty();
        tracker.advance(back + TimeUnit.SECONDS.toNanos(3));
        assertThat(told).hasSize(2);
    }

    @Test
    void aSingleStampFarAheadDoesNotStayWithItsConnection() {
        Bench.feed(tracker, Bench.START, talk.handshake());
        Bench.feed(
                tracker,
                Bench.START + TimeUnit.HOURS.toNanos(50),
                talk.fromClient(1, 1).data("q"));
        Bench.feed(tracker, Bench.START + MILLI, talk.fromServer(1, 2));
        query(2, Bench.START + 5 * MILLI);
        assertThat(told).containsExactly(Bench.START + MILLI, Bench.START + 5 * MILLI);
    }
}
