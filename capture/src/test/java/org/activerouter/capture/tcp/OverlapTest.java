package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Several copies of the same bytes: resolved as a Linux receiver does, told once, and said if they differ. */
class OverlapTest {
    private static final String OPENED = "opened 10.0.0.1:40000 > 10.0.0.2:8888";

    private final Talk talk = new Talk();
    private final Bench bench = new Bench().feed(talk.handshake());

    private Packet client(int seq, String data) {
        return talk.fromClient(seq, 1).data(data);
    }

    private Bench acknowledged(int ack) {
        return bench.feed(talk.fromServer(1, ack));
    }

    @Test
    void aRetransmissionIsToldOnce() {
        bench.feed(client(1, "abc"), client(1, "abc"));
        acknowledged(4).feed(client(1, "abc"));
        assertThat(bench.events).containsExactly(OPENED, "client: abc");
        assertThat(bench.counters().taintedFlows()).isZero();
    }

    @Test
    void aRetransmissionThatGoesOnBringsItsNewBytes() {
        bench.feed(client(1, "abc"), client(2, "bcdef"));
        acknowledged(7);
        assertThat(bench.events).containsExactly(OPENED, "client: abcdef");
    }

    @Test
    void bytesInOrderWinOverLaterCopies() {
        bench.feed(client(1, "abc"), client(1, "XYZd"));
        acknowledged(5);
        assertThat(bench.events).containsExactly(OPENED, "client tainted", "client: abcd");
        assertThat(bench.counters().taintedFlows()).isEqualTo(1);
    }

    @Test
    void aConflictIsToldOnce() {
        bench.feed(client(1, "abc"));
        acknowledged(2).feed(client(2, "XX"), client(2, "YY"));
        acknowledged(4);
        assertThat(bench.events).containsExactly(OPENED, "client: a", "client tainted", "client: bc");
    }

    @Test
    void differingCopiesOfAcknowledgedBytesAreIgnoredSilently() {
        bench.feed(client(1, "abc"));
        acknowledged(4).feed(client(1, "XYZ"));
        assertThat(bench.events).containsExactly(OPENED, "client: abc");
        assertThat(bench.counters().taintedFlows()).isZero();
    }

    @Test
    void aSegmentWhollyInsideAnEarlyOneIsDropped() {
        bench.feed(client(3, "CDEF"), client(4, "xx"), client(1, "ab"));
        acknowledged(7);
        assertThat(bench.events).containsExactly(OPENED, "client tainted", "client: abCDEF");
    }

    @Test
    void aLongerSegmentWithTheSameStartReplacesAnEarlyOne() {
        bench.feed(client(3, "xx"), client(3, "CDEF"), client(1, "ab"));
        acknowledged(7);
        assertThat(bench.events).containsExactly(OPENED, "client tainted", "client: abCDEF");
    }

    @Test
    void earlyOnesWhollyCoveredByANewOneAreRemoved() {
        bench.feed(client(4, "x"), client(6, "y"), client(3, "CDEFG"), client(1, "ab"));
        acknowledged(8);
        assertThat(bench.events).containsExactly(OPENED, "client tainted", "client: abCDEFG");
    }

    @Test
    void ofTwoThatOverlapTheOneThatStartsLowerProvidesTheCommonBytes() {
        bench.feed(client(5, "5678"), client(3, "CDEF"), client(1, "ab"));
        acknowledged(9);
        assertThat(bench.events).containsExactly(OPENED, "client tainted", "client: abCDEF78");
    }

    @Test
    void theFillerOfTheHoleWinsOverEarlyOnes() {
        bench.feed(client(3, "cdef"), client(1, "ABCD"));
        acknowledged(7);
        assertThat(bench.events).containsExactly(OPENED, "client tainted", "client: ABCDef");
    }

    @Test
    void onesThatAdjoinExactlyCountAsOne() {
        // Alone, the third would replace the second, which starts where it does.
        bench.feed(client(3, "CD"), client(5, "EF"), client(5, "xyz"), client(1, "ab"));
        acknowledged(8);
        assertThat(bench.events).containsExactly(OPENED, "client tainted", "client: abCDEFz");
    }

    @Test
    void copiesThatAgreeDoNotTaint() {
        bench.feed(client(5, "efgh"), client(3, "cdef"), client(4, "de"), client(1, "abcde"));
        acknowledged(9);
        assertThat(bench.events).containsExactly(OPENED, "client: abcdefgh");
    }

    @Test
    void sequenceNumbersWrap() {
        Talk wrapping = new Talk(-3, -2);
        Bench fresh = new Bench().feed(wrapping.handshake());
        fresh.feed(
                wrapping.fromClient(4, 1).data("def"),
                wrapping.fromClient(1, 1).data("abc"),
                wrapping.fromServer(1, 7).data("xyz"),
                wrapping.fromClient(7, 4));
        assertThat(fresh.events).containsExactly(OPENED, "client: abcdef", "server: xyz");
    }
}
