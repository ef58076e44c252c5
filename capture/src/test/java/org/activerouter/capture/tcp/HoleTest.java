package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bytes that are missing: waited for, given up, never invented. */
class HoleTest {
    private static final String OPENED = "opened 10.0.0.1:40000 > 10.0.0.2:8888";

    private final Talk talk = new Talk();
    private final Bench bench = new Bench().feed(talk.handshake());

    @Test
    void aHoleThatFillsWithinTheGraceIsNoGap() {
        bench.feed(talk.fromClient(4, 1).data("def"), talk.fromServer(1, 7));
        assertThat(bench.events).isEmpty();
        bench.waits(Duration.ofMillis(900)).feed(talk.fromClient(1, 1).data("abc"));
        assertThat(bench.events).containsExactly(OPENED, "client: abcdef");
        assertThat(bench.counters().gaps()).isZero();
    }

    @Test
    void aHoleIsGivenUpWhenTheGraceIsOver() {
        bench.feed(talk.fromClient(1, 1).data("abc"), talk.fromClient(6, 1).data("fgh"), talk.fromServer(1, 9));
        assertThat(bench.events).containsExactly(OPENED, "client: abc");
        bench.graceOver();
        assertThat(bench.events).containsExactly(OPENED, "client: abc", "client misses 2", "client: fgh");
        assertThat(bench.counters().gaps()).isEqualTo(1);
        assertThat(bench.counters().gapBytes()).isEqualTo(2);
    }

    @Test
    void severalHolesAreGivenUpTogether() {
        bench.feed(talk.fromClient(2, 1).data("b"), talk.fromClient(4, 1).data("d"), talk.fromServer(1, 6))
                .graceOver();
        assertThat(bench.events)
                .containsExactly(
                        OPENED, "client misses 1", "client: b", "client misses 1", "client: d", "client misses 1");
    }

    @Test
    void aHoleThatIsNotAcknowledgedIsNotGivenUp() {
        bench.feed(talk.fromClient(4, 1).data("def")).waits(Duration.ofSeconds(20));
        bench.feed(talk.fromClient(1, 1).data("abc"), talk.fromServer(1, 7));
        assertThat(bench.events).containsExactly(OPENED, "client: abcdef");
    }

    @Test
    void anAcknowledgementAheadOfItsDataIsNoGap() {
        bench.feed(talk.fromServer(1, 4), talk.fromClient(1, 1).data("abc")).graceOver();
        assertThat(bench.events).containsExactly(OPENED, "client: abc");
    }

    @Test
    void anAnswerWaitsForTheHoleInItsQuery() {
        bench.feed(talk.fromServer(1, 4).data("answer"), talk.fromClient(4, 7)).graceOver();
        assertThat(bench.events).containsExactly(OPENED, "client misses 3", "server: answer");
    }

    @Test
    void whatFollowsAGapIsStillFollowed() {
        bench.feed(talk.fromServer(1, 4).data("no"), talk.fromClient(4, 3)).graceOver();
        bench.feed(talk.fromClient(4, 3).data("more"), talk.fromServer(3, 8).data("yes"), talk.fromClient(8, 6));
        assertThat(bench.events)
                .containsExactly(OPENED, "client misses 3", "server: no", "client: more", "server: yes");
    }

    @Test
    void bytesThatComeAfterTheirGapWasToldAreIgnored() {
        bench.feed(talk.fromServer(1, 4).data("no"), talk.fromClient(4, 3)).graceOver();
        bench.feed(talk.fromClient(1, 1).data("abc"), talk.fromServer(3, 4));
        assertThat(bench.events).containsExactly(OPENED, "client misses 3", "server: no");
    }

    @Test
    void aPayloadCutByTheSnapLengthIsAHole() {
        byte[] frame = talk.fromClient(1, 1).data("0123456789").ethernet();
        bench.frame(frame, frame.length - 4, frame.length);
        bench.feed(talk.fromClient(11, 1).data("next"), talk.fromServer(1, 15)).graceOver();
        assertThat(bench.events).containsExactly(OPENED, "client: 012345", "client misses 4", "client: next");
        assertThat(bench.counters().truncated()).isEqualTo(1);
    }

    @Test
    void anIdleMomentDoesNotMakeAGap() {
        bench.feed(talk.fromClient(1, 1).data("abc"))
                .waits(Duration.ofMinutes(5))
                .feed(talk.fromServer(1, 4));
        assertThat(bench.events).containsExactly(OPENED, "client: abc");
    }

    @Test
    void anEarlierSegmentThatClosesTheHoleGivesItsStampToWhatFollows() {
        ToldStreams told = new ToldStreams();
        TcpTracker tracker = new TcpTracker(TcpLimits.defaults(), port -> false, told::opened);
        Bench.feed(tracker, 10, talk.handshake());
        Bench.feed(tracker, 20, talk.fromClient(2, 1).data("b"));
        Bench.feed(tracker, 30, talk.fromServer(1, 3));
        Bench.feed(tracker, 40, talk.fromClient(1, 1).data("a"));
        Bench.feed(tracker, 35, talk.fromClient(3, 1).data("c"), talk.fromServer(1, 4));
        assertThat(told.client.bytes()).isEqualTo("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(told.client.nanos).containsExactly(40L, 40L, 40L);
    }

    @Test
    void theCapOnOneConnectionGivesItsHoleUpEarly() {
        Bench small = new Bench(Bench.limits(16, 16, 1 << 20, 65_536)).feed(talk.handshake());
        small.feed(talk.fromServer(1, 2));
        for (int i = 0; i < 80; i++) {
            small.feed(talk.fromClient(2 + i * 1000, 1).data("x".repeat(1000)), talk.fromServer(1, 1002 + i * 1000));
        }
        assertThat(small.counters().gaps()).isEqualTo(1);
        assertThat(small.counters().gapBytes()).isEqualTo(1);
        assertThat(small.counters().heldBytesGivenUp()).isZero();
    }

    @Test
    void bytesBeyondTheCapThatNobodyAcknowledgesCountAsNotCaptured() {
        Bench small = new Bench(Bench.limits(16, 16, 1 << 20, 65_536)).feed(talk.handshake());
        for (int i = 0; i < 80; i++) {
            small.feed(talk.fromClient(1 + i * 1000, 1).data("x".repeat(1000)));
        }
        assertThat(small.counters().heldBytes()).isLessThan(80_000);
        assertThat(small.counters().heldBytesGivenUp()).isBetween(10_000L, 20_000L);
        small.feed(talk.fromServer(1, 80_001)).graceOver();
        assertThat(small.counters().gapBytes()).isEqualTo(small.counters().heldBytesGivenUp());
    }
}
