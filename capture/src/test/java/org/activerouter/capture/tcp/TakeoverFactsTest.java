package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.activerouter.capture.tcp.TakeoverFacts.Spoken;
import org.activerouter.capture.tcp.TakeoverFacts.Syn;
import org.junit.jupiter.api.Test;

/** What a later takeover of a connection needs to know. */
class TakeoverFactsTest {
    private final Talk talk = new Talk(1000, -10);
    private final Bench bench = new Bench();

    private TakeoverFacts facts() {
        return bench.facts(talk).orElseThrow();
    }

    private Bench open() {
        return bench.feed(
                talk.syn().options(2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 77, 0, 0, 0, 0, 1, 3, 3, 7),
                talk.synAck().options(2, 4, 5, 100, 1, 3, 3, 9),
                talk.fromClient(1, 1).stamp(78));
    }

    @Test
    void theOptionsOfBothSynsAreKept() {
        open();
        assertThat(facts().client().syn()).contains(new Syn(OptionalInt.of(1460), OptionalInt.of(7), true, true));
        assertThat(facts().server().syn()).contains(new Syn(OptionalInt.of(1380), OptionalInt.of(9), false, false));
    }

    /** It is the only one that is not scaled (RFC 7323 section 2.2). */
    @Test
    void theWindowOfASynAckIsToldAsALaterOneWouldBe() {
        open();
        assertThat(facts().server().window()).hasValue(Talk.WINDOW >> 9);
        assertThat(facts().client().window()).hasValue(Talk.WINDOW);
    }

    @Test
    void eachEndsHighestAcknowledgementWindowAndTimestampAreKept() {
        open().feed(
                        talk.fromClient(1, 1).data("query").stamp(100).window(501),
                        talk.fromServer(1, 6).data("answer").stamp(-1).window(502),
                        talk.fromClient(6, 7).stamp(101).window(503));
        assertThat(facts().client()).isEqualTo(spoken(facts().client(), -10 + 7, 503, 101, bench.now));
        assertThat(facts().server()).isEqualTo(spoken(facts().server(), 1006, 502, -1, bench.now - Bench.MILLI));
    }

    @Test
    void theyAreKeptOffTheFastLaneToo() {
        open().feed(
                        talk.fromClient(3, 1).data("late").stamp(100).window(501),
                        talk.fromServer(1, 1).stamp(5).window(502));
        Spoken late = spoken(facts().client(), -10 + 1, 501, 100, bench.now - Bench.MILLI);
        assertThat(facts().client())
                .isEqualTo(new Spoken(
                        late.syn(),
                        late.highestAck(),
                        late.window(),
                        late.timestamp(),
                        late.heardNanos(),
                        6,
                        late.underWay()));
        assertThat(facts().server()).isEqualTo(spoken(facts().server(), 1001, 502, 5, bench.now));
    }

    @Test
    void anAcknowledgementGoesBackForNothing() {
        open().feed(
                        talk.fromClient(1, 1).data("query"),
                        talk.fromServer(1, 6).window(9),
                        talk.fromServer(1, 3).window(8));
        assertThat(facts().server().highestAck()).hasValue(1006);
        assertThat(facts().server().window()).hasValue(9);
    }

    @Test
    void whatWasNotSeenIsEmpty() {
        bench.feed(talk.fromClient(50, 60).data("midway"), talk.fromServer(60, 56))
                .graceOver();
        assertThat(facts().client().syn()).isEmpty();
        assertThat(facts().server().timestamp()).isEmpty();
        assertThat(facts().server().highestAck()).hasValue(1056);
    }

    @Test
    void aConnectionWithoutDataHasFactsToo() {
        bench.feed(talk.handshake());
        assertThat(facts().client().syn()).isPresent();
        assertThat(facts().client().highestAck()).hasValue(-10 + 1 & 0xFFFF_FFFFL);
        assertThat(facts().server().timestamp()).isEmpty();
    }

    @Test
    void clientAndServerAreAsAskedForAlsoInIpv6() {
        Talk talk6 = new Talk("2001:db8::9", 9, "2001:db8::2", 8888, 1, 2);
        bench.feed(talk6.handshake())
                .feed(talk6.fromClient(1, 1).data("a"), talk6.fromServer(1, 2).window(7));
        assertThat(bench.facts(talk6).orElseThrow().server().window()).hasValue(7);
    }

    @Test
    void bothEndsMustHaveBeenHeardToBeKnownAfterALoss() {
        Spoken early = spoken(SILENT, 1, 1, 5, 1_000);
        Spoken late = spoken(SILENT, 1, 1, 5, 2_000);
        assertThat(new TakeoverFacts(talk.key(), late, late).heardSince(1_500)).isTrue();
        assertThat(new TakeoverFacts(talk.key(), early, late).heardSince(1_500)).isFalse();
        assertThat(new TakeoverFacts(talk.key(), late, early).heardSince(1_500)).isFalse();
        assertThat(new TakeoverFacts(talk.key(), late, SILENT).heardSince(1_500))
                .isFalse();
    }

    @Test
    void endsThatUseNoTimestampsAreHeardAsWell() {
        bench.feed(talk.handshake()).feed(talk.fromClient(1, 1).data("query"));
        long before = bench.now;
        bench.feed(talk.fromServer(1, 6).data("answer"));
        assertThat(facts().heardSince(before)).isFalse();
        bench.feed(talk.fromClient(6, 7));
        assertThat(facts().heardSince(before)).isTrue();
        bench.feed(talk.fromClient(3, 7).data("ry"));
        assertThat(facts().heardSince(bench.now - 1)).as("the server").isFalse();
        assertThat(facts().client().heardNanos()).as("off the fast path").isEqualTo(bench.now);
        assertThat(facts().server().timestamp()).isEmpty();
    }

    @Test
    void whoHasOnlyAnsweredTheSynIsKnownByThatOnceTheOtherSpeaks() {
        int[] stamp = {8, 10, 0, 0, 0, 55, 0, 0, 0, 0, 1, 1};
        bench.feed(
                talk.syn().options(stamp),
                talk.synAck().options(stamp),
                talk.fromClient(1, 1).data("query").stamp(78));
        assertThat(facts().server().timestamp()).hasValue(55);
        assertThat(facts().client().timestamp()).hasValue(78);
        assertThat(facts().server().heardNanos()).isEqualTo(bench.now - Bench.MILLI);
    }

    @Test
    void anUnknownOrFinishedConnectionHasNone() {
        assertThat(bench.facts(talk)).isEmpty();
        open().feed(
                        talk.fromClient(1, 1).data("a").and(Packet.FIN),
                        talk.fromServer(1, 3).and(Packet.FIN));
        bench.feed(talk.fromClient(3, 2));
        assertThat(bench.facts(talk)).isEmpty();
    }

    private static final Spoken SILENT = new Spoken(
            Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), OptionalLong.empty(), Long.MIN_VALUE);

    private static Spoken spoken(Spoken from, int ack, int window, int stamp, long nanos) {
        return new Spoken(
                from.syn(),
                OptionalLong.of(Integer.toUnsignedLong(ack)),
                OptionalInt.of(window),
                OptionalLong.of(Integer.toUnsignedLong(stamp)),
                nanos);
    }
}
