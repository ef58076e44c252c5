package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What may be believed: windows, acknowledgements, and what an off-path forger can do. */
class AcknowledgementTest {
    private static final String OPENED = "opened 10.0.0.1:40000 > 10.0.0.2:8888";
    private static final int FAR = 50_000_000;

    private final Talk talk = new Talk();
    private final Bench bench = new Bench().feed(talk.handshake());

    @Test
    void forgedDataThatTheReceiverNeverAcknowledgesIsNotTold() {
        bench.feed(talk.fromServer(1, 1).data("forged answer")).graceOver().finish();
        assertThat(bench.events).isEmpty();
    }

    @Test
    void dataOutsideTheWindowIsCountedAndHasNoEffect() {
        bench.feed(talk.fromClient(1, 1).data("query"), talk.fromServer(FAR, 6).data("forged"));
        assertThat(bench.counters().outOfWindow()).isEqualTo(1);
        assertThat(bench.events).isEmpty();
        bench.feed(talk.fromServer(1, 6));
        assertThat(bench.events).containsExactly(OPENED, "client: query");
    }

    @Test
    void anAcknowledgementOfWhatWasNeverSentIsCountedAndHasNoEffect() {
        bench.feed(talk.fromClient(1, 1).data("query"), talk.fromServer(1, FAR));
        assertThat(bench.counters().outOfWindow()).isEqualTo(1);
        bench.feed(talk.fromServer(1, 6)).graceOver().finish();
        assertThat(bench.events).containsExactly(OPENED, "client: query", "closed CAPTURE_ENDED");
        assertThat(bench.counters().gaps()).isZero();
    }

    @Test
    void aResetOutsideTheWindowIsCountedAndHasNoEffect() {
        bench.feed(talk.fromClient(1, 1).data("query"), talk.fromServer(FAR, 6).flags(Packet.RST))
                .graceOver()
                .feed(talk.fromServer(1, 6));
        assertThat(bench.counters().outOfWindow()).isEqualTo(1);
        assertThat(bench.events).containsExactly(OPENED, "client: query");
    }

    @Test
    void aSegmentWithoutAcknowledgementHasNoEffect() {
        bench.feed(talk.fromClient(1, 1).data("x").flags(0), talk.fromServer(1, 2))
                .finish();
        assertThat(bench.counters().outOfWindow()).isEqualTo(1);
        assertThat(bench.events).isEmpty();
    }

    @Test
    void windowsAreScaledByWhatTheSynsOffered() {
        Bench scaled = new Bench();
        scaled.feed(talk.syn().options(3, 3, 0), talk.synAck().options(3, 3, 10), talk.fromClient(1, 1));
        scaled.feed(talk.fromServer(1, 1).window(60_000));
        // 20 MB ahead: outside a window of 60,000 and of any that is granted unseen, inside one of 60,000 times 2^10.
        scaled.feed(talk.fromClient(20_000_001, 1).data("far"));
        assertThat(scaled.counters().outOfWindow()).isZero();
    }

    @Test
    void windowsAreNotScaledIfOneEndDidNotOfferIt() {
        Bench unscaled = new Bench();
        unscaled.feed(talk.syn(), talk.synAck().options(3, 3, 10), talk.fromClient(1, 1));
        unscaled.feed(
                talk.fromServer(1, 1).window(60_000),
                talk.fromClient(20_000_001, 1).data("far"));
        assertThat(unscaled.counters().outOfWindow()).isEqualTo(1);
    }

    @Test
    void aKeepAliveIsNoGap() {
        bench.feed(talk.fromClient(1, 1).data("query"), talk.fromServer(1, 6))
                .feed(
                        talk.fromClient(5, 1),
                        talk.fromServer(1, 6),
                        talk.fromClient(5, 1).data("?"),
                        talk.fromServer(1, 6))
                .feed(talk.fromClient(6, 1).data("more"), talk.fromServer(1, 10))
                .graceOver();
        assertThat(bench.events).containsExactly(OPENED, "client: querymore");
        assertThat(bench.counters().gaps()).isZero();
        assertThat(bench.counters().outOfWindow()).isZero();
    }

    @Test
    void aWindowProbeThatIsRefusedAndSentAgainIsToldOnce() {
        bench.feed(talk.fromClient(1, 1).data("full"), talk.fromServer(1, 5).window(0))
                .feed(talk.fromClient(5, 1).data("p"), talk.fromServer(1, 5).window(0))
                .feed(talk.fromServer(1, 5), talk.fromClient(5, 1).data("probe"), talk.fromServer(1, 10))
                .graceOver();
        assertThat(bench.events).containsExactly(OPENED, "client: fullprobe");
        assertThat(bench.counters().taintedFlows()).isZero();
    }

    @Test
    void theUrgentFlagChangesNothing() {
        bench.feed(talk.fromClient(1, 1).data("ab").and(Packet.URG | Packet.PSH), talk.fromServer(1, 3));
        assertThat(bench.events).containsExactly(OPENED, "client: ab");
    }

    @Test
    void anAnswerIsToldAfterTheQueryEvenIfTheQueryWasCapturedLater() {
        bench.feed(talk.fromServer(1, 6).data("answer"), talk.fromClient(6, 7));
        assertThat(bench.events).isEmpty();
        bench.feed(talk.fromClient(1, 1).data("query"));
        assertThat(bench.events).containsExactly(OPENED, "client: query", "server: answer");
    }

    @Test
    void aRingOfForgedAcknowledgementsDoesNotHoldBytesForEver() {
        bench.feed(talk.fromClient(1, 4).data("abc"), talk.fromServer(1, 4).data("xyz"), talk.fromClient(4, 4))
                .finish();
        assertThat(bench.events).hasSize(4).contains("client: abc", "server: xyz");
    }
}
