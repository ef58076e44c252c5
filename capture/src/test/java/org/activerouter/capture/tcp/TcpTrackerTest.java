package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A connection without loss: what is told, and when. */
class TcpTrackerTest {
    private static final String OPENED = "opened 10.0.0.1:40000 > 10.0.0.2:8888";

    private final Talk talk = new Talk();
    private final Bench bench = new Bench();

    @Test
    void bytesAreToldOnceTheirReceiverHasAcknowledgedThem() {
        bench.feed(talk.handshake()).feed(talk.fromClient(1, 1).data("query"));
        assertThat(bench.events).isEmpty();
        bench.feed(talk.fromServer(1, 6).data("answer"));
        assertThat(bench.events).containsExactly(OPENED, "client: query");
        bench.feed(talk.fromClient(6, 7));
        assertThat(bench.events).containsExactly(OPENED, "client: query", "server: answer");
    }

    @Test
    void aPartialAcknowledgementTellsAPart() {
        bench.feed(talk.handshake()).feed(talk.fromClient(1, 1).data("abcdef"), talk.fromServer(1, 3));
        assertThat(bench.events).containsExactly(OPENED, "client: ab");
        bench.feed(talk.fromServer(1, 6));
        assertThat(bench.events).containsExactly(OPENED, "client: abcde");
    }

    @Test
    void bothFinsAcknowledgedFinishIt() {
        bench.feed(talk.handshake())
                .feed(
                        talk.fromClient(1, 1).data("bye").and(Packet.FIN),
                        talk.fromServer(1, 5).and(Packet.FIN));
        assertThat(bench.events).containsExactly(OPENED, "client: bye");
        bench.feed(talk.fromClient(5, 2));
        assertThat(bench.events).containsExactly(OPENED, "client: bye", "closed FINISHED");
        assertThat(bench.counters().openFlows()).isZero();
    }

    @Test
    void theUnacknowledgedTailIsNotTold() {
        bench.feed(talk.handshake())
                .feed(talk.fromClient(1, 1).data("told"), talk.fromServer(1, 5))
                .feed(talk.fromClient(5, 1).data("not"))
                .finish();
        assertThat(bench.events).containsExactly(OPENED, "client: told", "closed CAPTURE_ENDED");
    }

    @Test
    void aConnectionWithoutDataIsNeverTold() {
        bench.feed(talk.handshake())
                .feed(
                        talk.fromClient(1, 1).and(Packet.FIN),
                        talk.fromServer(1, 2).and(Packet.FIN),
                        talk.fromClient(2, 2))
                .finish();
        assertThat(bench.events).isEmpty();
    }

    @Test
    void bytesNobodyWantsAreNotHeld() {
        bench.ignored = key -> true;
        bench.feed(talk.handshake())
                .feed(talk.fromClient(1, 1).data("query"), talk.fromServer(1, 6).data("answer"));
        assertThat(bench.counters().heldBytes()).isZero();
        bench.feed(talk.fromClient(6, 7).data("next")).finish();
        assertThat(bench.events).containsExactly(OPENED);
        assertThat(bench.counters().gaps()).isZero();
    }

    @Test
    void aSegmentLargerThanABlockIsToldWhole() {
        String large = "0123456789".repeat(6000);
        bench.feed(talk.handshake()).feed(talk.fromClient(1, 1).data(large), talk.fromServer(1, 1 + large.length()));
        assertThat(bench.events).containsExactly(OPENED, "client: " + large);
        assertThat(bench.counters().heldBytes()).isZero();
    }
}
