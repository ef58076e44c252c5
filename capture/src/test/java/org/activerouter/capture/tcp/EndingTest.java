package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** FIN, RST, port reuse, silence: how connections end, and what may still come afterwards. */
class EndingTest {
    private static final String OPENED = "opened 10.0.0.1:40000 > 10.0.0.2:8888";

    private final Talk talk = new Talk();
    /** The same ends, another connection. */
    private final Talk next = new Talk(700_000_000, 900_000_000);

    private final Bench bench = new Bench().feed(talk.handshake());

    private Bench query() {
        return bench.feed(talk.fromClient(1, 1).data("a"), talk.fromServer(1, 2).data("b"), talk.fromClient(2, 2));
    }

    private Bench finish() {
        return bench.feed(
                        talk.fromClient(2, 2).and(Packet.FIN),
                        talk.fromServer(2, 3).and(Packet.FIN))
                .feed(talk.fromClient(3, 3));
    }

    @Test
    void lateRetransmissionsMakeNoGhostConnection() {
        query();
        finish().feed(
                        talk.fromServer(1, 2).data("b"),
                        talk.fromClient(3, 3),
                        talk.fromServer(2, 3).and(Packet.FIN),
                        talk.syn(),
                        talk.synAck())
                .graceOver()
                .finish();
        assertThat(bench.events).containsExactly(OPENED, "client: a", "server: b", "closed FINISHED");
        assertThat(bench.counters().flows()).isEqualTo(1);
    }

    @Test
    void dataThatComesAfterTheFinsWithinTheGraceIsTold() {
        bench.feed(
                        talk.fromClient(2, 1).data("b").and(Packet.FIN),
                        talk.fromServer(1, 4).and(Packet.FIN))
                .feed(talk.fromClient(4, 2), talk.fromClient(1, 1).data("a"));
        assertThat(bench.events).containsExactly(OPENED, "client: ab", "closed FINISHED");
    }

    @Test
    void anAcknowledgementBeyondTheFinIsNoHole() {
        query().feed(talk.fromClient(2, 2).and(Packet.FIN), talk.fromServer(2, 10))
                .graceOver()
                .finish();
        assertThat(bench.counters().gaps()).isZero();
        assertThat(bench.events).startsWith(OPENED, "client: a", "server: b");
    }

    @Test
    void oneFinDoesNotEndTheOtherDirection() {
        query().feed(
                        talk.fromClient(2, 2).and(Packet.FIN),
                        talk.fromServer(2, 3).data("more"),
                        talk.fromClient(3, 6));
        assertThat(bench.events).containsExactly(OPENED, "client: a", "server: bmore");
        bench.feed(talk.fromServer(6, 3).and(Packet.FIN), talk.fromClient(3, 7));
        assertThat(bench.events).endsWith("closed FINISHED");
    }

    @Test
    void aFinWithoutItsLastAcknowledgementFinishesInTime() {
        query().feed(
                        talk.fromClient(2, 2).and(Packet.FIN),
                        talk.fromServer(2, 3).and(Packet.FIN));
        for (int i = 0; i < 10; i++) {
            bench.waits(Duration.ofSeconds(5));
        }
        assertThat(bench.events).endsWith("closed FINISHED");
    }

    @Test
    void dataBehindAFinIsIgnored() {
        query().feed(
                        talk.fromClient(2, 2).and(Packet.FIN),
                        talk.fromServer(2, 3),
                        talk.fromClient(3, 2).data("zz"));
        bench.feed(talk.fromServer(2, 3)).graceOver();
        assertThat(bench.events).containsExactly(OPENED, "client: a", "server: b");
    }

    @Test
    void aResetClosesAfterTheGrace() {
        query().feed(talk.fromServer(2, 2).flags(Packet.RST | Packet.ACK));
        assertThat(bench.events).hasSize(3);
        bench.graceOver();
        assertThat(bench.events).endsWith("closed RESET");
        assertThat(bench.counters().openFlows()).isZero();
    }

    @Test
    void dataThatComesAfterAResetWithinTheGraceIsTold() {
        bench.feed(talk.fromClient(1, 1).data("a"), talk.fromServer(4, 2).flags(Packet.RST | Packet.ACK));
        bench.feed(talk.fromServer(1, 2).data("bcd"), talk.fromClient(2, 4)).graceOver();
        assertThat(bench.events).containsExactly(OPENED, "client: a", "server: bcd", "closed RESET");
    }

    @Test
    void aResetSomewhereInTheWindowIsNotBelievedIfTheConnectionGoesOn() {
        query().feed(
                        talk.fromServer(5000, 2).flags(Packet.RST),
                        talk.fromClient(2, 2).data("c"));
        bench.feed(talk.fromServer(2, 3)).graceOver().feed(talk.fromClient(3, 2).data("d"), talk.fromServer(2, 4));
        assertThat(bench.events).containsExactly(OPENED, "client: a", "server: b", "client: cd");
    }

    @Test
    void aRefusedConnectionIsNothing() {
        Bench refused = new Bench();
        refused.feed(talk.syn(), talk.fromServer(0, 1).flags(Packet.RST | Packet.ACK))
                .graceOver()
                .finish();
        assertThat(refused.events).isEmpty();
    }

    @Test
    void aBlindSynDoesNotReplaceALiveConnection() {
        query().feed(next.syn()).graceOver().feed(talk.fromClient(2, 2).data("c"), talk.fromServer(2, 3));
        assertThat(bench.events).containsExactly(OPENED, "client: a", "server: b", "client: c");
    }

    @Test
    void aSynThatIsAnsweredReplacesTheConnectionThatHadItsPorts() {
        query().feed(next.handshake()).feed(next.fromClient(1, 1).data("new"), next.fromServer(1, 4));
        assertThat(bench.events)
                .containsExactly(OPENED, "client: a", "server: b", "closed REPLACED", OPENED, "client: new");
    }

    @Test
    void withoutASynAckTheServersAcknowledgementConfirmsTheNewConnection() {
        query().feed(next.syn(), next.fromClient(1, 1), next.fromClient(1, 1).data("new"), next.fromServer(1, 4));
        bench.graceOver();
        assertThat(bench.events)
                .containsExactly(OPENED, "client: a", "server: b", "closed REPLACED", OPENED, "client: new");
    }

    @Test
    void aSynOnAFinishedConnectionIsTakenAtOnce() {
        query();
        finish().feed(next.handshake()).feed(next.fromClient(1, 1).data("new"), next.fromServer(1, 4));
        assertThat(bench.events).endsWith("closed FINISHED", OPENED, "client: new");
    }

    @Test
    void aSynAheadOfTheOldConnectionsLastFrameIsTheNewOnesBeginning() {
        query().feed(
                        talk.fromClient(2, 2).and(Packet.FIN),
                        talk.fromServer(2, 3).and(Packet.FIN));
        bench.feed(
                next.syn(),
                talk.fromClient(3, 3),
                next.synAck(),
                next.fromClient(1, 1).data("new"),
                next.fromServer(1, 4));
        assertThat(bench.events).contains("closed FINISHED").endsWith(OPENED, "client: new");
    }

    @Test
    void aConnectionWithoutSynAfterAFinishedOneIsPickedUp() {
        query();
        finish().feed(next.fromClient(1, 1).data("new"), next.fromServer(1, 4)).graceOver();
        assertThat(bench.events).endsWith(OPENED + " midway", "client: new");
    }

    @Test
    void bothEndsFarFromWhereTheyWereAreANewConnectionOnceTheOldOneIsSilent() {
        query().graceOver()
                .feed(
                        next.fromClient(500, 500).data("new"),
                        next.fromServer(500, 503).data("yes"));
        bench.feed(next.fromClient(503, 503)).graceOver();
        assertThat(bench.events).endsWith("closed REPLACED", OPENED + " midway", "client: new", "server: yes");
    }

    @Test
    void aForgerOfBothEndsDoesNotReplaceALiveConnection() {
        query().feed(
                        next.fromClient(500, 500).data("new"),
                        next.fromServer(500, 503).data("yes"));
        bench.feed(talk.fromClient(2, 2).data("c"), talk.fromServer(2, 3)).graceOver();
        assertThat(bench.events).containsExactly(OPENED, "client: a", "server: b", "client: c");
    }

    @Test
    void anIdleConnectionIsLetGo() {
        query();
        for (int i = 0; i < 10; i++) {
            bench.waits(Duration.ofMinutes(20));
        }
        assertThat(bench.events).endsWith("closed IDLE");
        assertThat(bench.counters().expiredFlows()).isEqualTo(1);
    }
}
