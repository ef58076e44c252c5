package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a connection begins, which end is the client, and whether its start was seen. */
class BeginningTest {
    private static final String OPENED = "opened 10.0.0.1:40000 > 10.0.0.2:8888";

    private final Talk talk = new Talk();
    private final Bench bench = new Bench();

    @Test
    void framesAroundTheStartMayComeInAnyOrder() {
        List<Packet> packets = new ArrayList<>(List.of(talk.handshake()));
        packets.add(talk.fromClient(1, 1).data("query"));
        packets.add(talk.fromServer(1, 6).data("answer"));
        packets.add(talk.fromClient(6, 7));
        for (int seed = 0; seed < 720; seed++) {
            Collections.shuffle(packets, new Random(seed));
            Bench each = new Bench().feed(packets.toArray(Packet[]::new)).graceOver();
            assertThat(each.events).as("%d", seed).containsExactly(OPENED, "client: query", "server: answer");
        }
    }

    @Test
    void aBannerOfTheServerMayComeFirst() {
        bench.feed(talk.handshake())
                .feed(talk.fromServer(1, 1).data("hello"), talk.fromClient(1, 6).data("hi"));
        assertThat(bench.events).containsExactly(OPENED, "server: hello");
    }

    @Test
    void aSynMayCarryData() {
        bench.feed(talk.syn().data("early"), talk.fromServer(0, 6).flags(Packet.SYN | Packet.ACK));
        assertThat(bench.events).containsExactly(OPENED, "client: early");
    }

    @Test
    void dataOfASynThatTheServerDidNotTakeIsToldOnceItIsSentAgain() {
        bench.feed(talk.syn().data("early"), talk.synAck()).graceOver();
        assertThat(bench.events).isEmpty();
        bench.feed(talk.fromClient(1, 1).data("early"), talk.fromServer(1, 6));
        assertThat(bench.events).containsExactly(OPENED, "client: early");
        assertThat(bench.counters().taintedFlows()).isZero();
    }

    @Test
    void withoutASynAckTheAcknowledgementOfTheClientProvesTheStart() {
        bench.feed(
                        talk.syn(),
                        talk.fromClient(1, 1),
                        talk.fromClient(1, 1).data("query"),
                        talk.fromServer(1, 6).data("a"))
                .feed(talk.fromClient(6, 2));
        assertThat(bench.events).isEmpty();
        bench.graceOver();
        assertThat(bench.events).containsExactly(OPENED, "client: query", "server: a");
    }

    @Test
    void aConnectionWithoutItsStartIsPickedUpAfterTheGraceAtTheLowestByteSeen() {
        bench.feed(
                talk.fromClient(503, 800).data("query"),
                talk.fromClient(500, 800).data("my "));
        bench.feed(talk.fromServer(800, 508).data("answer"), talk.fromClient(508, 806));
        assertThat(bench.events).isEmpty();
        bench.graceOver();
        assertThat(bench.events).containsExactly(OPENED + " midway", "client: my query", "server: answer");
    }

    @Test
    void aConnectionPickedUpIsFollowedFurther() {
        bench.feed(
                        talk.fromClient(500, 800).data("a"),
                        talk.fromServer(800, 501).data("b"))
                .graceOver();
        bench.feed(talk.fromClient(501, 801).data("c"), talk.fromServer(801, 502));
        assertThat(bench.events).containsExactly(OPENED + " midway", "client: a", "server: b", "client: c");
    }

    @Test
    void oneDirectionAloneIsNeverAcknowledgedAndNeverTold() {
        bench.feed(
                        talk.fromClient(500, 800).data("a"),
                        talk.fromClient(501, 800).data("b"))
                .graceOver()
                .finish();
        assertThat(bench.events).isEmpty();
        assertThat(bench.counters().heldBytes()).isZero();
    }

    @Test
    void theAnswersAloneAreNeverAcknowledgedButTheQueriesWereMissed() {
        bench.feed(
                        talk.fromServer(800, 508).data("a"),
                        talk.fromServer(801, 513).data("b"))
                .graceOver()
                .finish();
        assertThat(bench.counters().gapBytes()).isZero();
    }

    @Test
    void withoutASynTheEndThatTalksToAKnownPortIsTheClient() {
        Talk other = new Talk("10.0.0.9", 1024, "10.0.0.2", 8888, 5, 6);
        bench.feed(other.fromServer(9, 9).data("b"), other.fromClient(9, 10)).graceOver();
        assertThat(bench.events).containsExactly("opened 10.0.0.9:1024 > 10.0.0.2:8888 midway", "server: b");
    }

    @Test
    void withoutASynOrAKnownPortTheHigherPortIsTheClient() {
        Talk other = new Talk("10.0.0.9", 50_000, "10.0.0.2", 4000, 5, 6);
        bench.feed(other.fromServer(9, 9).data("b"), other.fromClient(9, 10)).graceOver();
        assertThat(bench.events).containsExactly("opened 10.0.0.9:50000 > 10.0.0.2:4000 midway", "server: b");
    }

    @Test
    void theSendOfTheSynIsTheClientWhateverThePorts() {
        Talk odd = new Talk("10.0.0.9", 8888, "10.0.0.2", 50_000, 5, 6);
        bench.feed(odd.handshake()).feed(odd.fromClient(1, 1).data("q"), odd.fromServer(1, 2));
        assertThat(bench.events).containsExactly("opened 10.0.0.9:8888 > 10.0.0.2:50000", "client: q");
    }

    @Test
    void bothEndsMayOpenAtOnce() {
        bench.feed(talk.syn(), talk.fromServer(0, 0).flags(Packet.SYN))
                .feed(talk.fromClient(0, 1).flags(Packet.SYN | Packet.ACK))
                .feed(talk.fromServer(0, 1).flags(Packet.SYN | Packet.ACK))
                .feed(talk.fromClient(1, 1).data("a"), talk.fromServer(1, 2).data("b"), talk.fromClient(2, 2));
        assertThat(bench.events).hasSize(3).endsWith("client: a", "server: b");
    }

    @Test
    void aRepeatedSynIsNoNewConnection() {
        bench.feed(talk.syn(), talk.syn(), talk.synAck(), talk.synAck(), talk.fromClient(1, 1))
                .feed(talk.fromClient(1, 1).data("a"), talk.synAck(), talk.syn(), talk.fromServer(1, 2));
        assertThat(bench.events).containsExactly(OPENED, "client: a");
    }

    @Test
    void aBlindSynDuringTheHandshakeDoesNoHarm() {
        bench.feed(talk.syn(), new Talk(777_777, 0).syn(), talk.synAck(), talk.fromClient(1, 1))
                .feed(talk.fromClient(1, 1).data("a"), talk.fromServer(1, 2))
                .graceOver();
        assertThat(bench.events).hasSize(2).endsWith("client: a");
        assertThat(bench.counters().gaps()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, -2, 0x7FFFFFFE})
    void anyInitialSequenceNumberWillDo(int isn) {
        Talk any = new Talk(isn, ~isn);
        bench.feed(any.handshake())
                .feed(any.fromClient(1, 1).data("query"), any.fromServer(1, 6).data("yes"));
        bench.feed(any.fromClient(6, 4));
        assertThat(bench.events).containsExactly(OPENED, "client: query", "server: yes");
    }

    @Test
    void halfOpenConnectionsAreForgottenAfterTheirTime() {
        bench.feed(talk.syn());
        assertThat(bench.counters().halfOpen()).isEqualTo(1);
        bench.waits(Duration.ofSeconds(31));
        assertThat(bench.counters().halfOpen()).isZero();
    }
}
