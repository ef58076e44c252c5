package org.activerouter.capture.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections a server has, and which of them could be taken over. */
class EstablishedTest {
    private static final int[] MPTCP = {30, 4, 0, 0};

    private final Talk talk = new Talk();
    private final Bench bench = new Bench();

    private List<Established> established() {
        return bench.tracker.established(talk.key().server());
    }

    private Established only() {
        assertThat(established()).hasSize(1);
        return established().get(0);
    }

    private Bench talking() {
        return bench.feed(talk.handshake()).feed(talk.fromClient(1, 1).data("query"), talk.fromServer(1, 6));
    }

    @Test
    void aConnectionWithDataIsListedWithItsFactsAndItsListener() {
        talking();
        assertThat(only().doubt()).isNull();
        assertThat(only().listener()).isNotNull();
        assertThat(only().fromStart()).isTrue();
        assertThat(only().facts().flow()).isEqualTo(talk.key());
        assertThat(only().facts().server().highestAck()).hasValue(1006);
    }

    @Test
    void whatIsUnderWayIsGivenAsFarAsItIsKnown() {
        talking()
                .feed(
                        talk.fromClient(6, 1).data("under"),
                        talk.fromClient(11, 1).data("way"));
        assertThat(text(only().facts().client().underWay())).isEqualTo("underway");
        assertThat(only().facts().server().underWay().hasRemaining()).isFalse();
        bench.feed(talk.fromServer(1, 9));
        assertThat(text(only().facts().client().underWay())).isEqualTo("erway");
        assertThat(only().doubt()).isNull();
        bench.feed(talk.fromClient(20, 1).data("beyond a gap"));
        assertThat(text(only().facts().client().underWay())).isEqualTo("erway");
        assertThat(only().doubt()).isEqualTo(Doubt.HOLE);
    }

    @Test
    void manyBytesUnderWayAreGivenInTheirOrder() {
        StringBuilder all = new StringBuilder();
        talking();
        for (int i = 0; i < 50; i++) {
            String part = String.format("%01000d", i);
            bench.feed(talk.fromClient(6 + all.length(), 1).data(part));
            all.append(part);
        }
        assertThat(text(only().facts().client().underWay())).isEqualTo(all.toString());
    }

    @Test
    void anAcknowledgementThatOnlyOthersSawMovesWhatIsUnderWay() {
        talking().feed(talk.fromServer(1, 6).data("result"));
        TakeoverFacts later = only().facts().acknowledgedByClient(4);
        assertThat(later.client().highestAck()).hasValue(9005);
        assertThat(text(later.server().underWay())).isEqualTo("lt");
        assertThat(later.server().unacknowledged()).isEqualTo(2);
    }

    @Test
    void whatIsUnderWayOnAConnectionThatNobodyReadsIsCounted() {
        bench.ignored = key -> true;
        talking().feed(talk.fromServer(1, 6).data("result"));
        assertThat(only().facts().server().unacknowledged()).isEqualTo(6);
        assertThat(only().facts().server().underWay().hasRemaining()).isFalse();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString();
    }

    @Test
    void soIsOneThatHasNotSaidAnythingYet() {
        bench.feed(talk.handshake());
        assertThat(only().doubt()).isNull();
        assertThat(only().listener()).isNull();
        assertThat(only().facts().client().highestAck()).hasValue(9001);
    }

    @Test
    void oneThatHasOnlyBegunIsNot() {
        bench.feed(talk.syn(), talk.synAck());
        assertThat(established()).isEmpty();
    }

    @Test
    void oneThatIsOverIsNot() {
        talking()
                .feed(
                        talk.fromClient(6, 1).and(Packet.FIN),
                        talk.fromServer(1, 7).and(Packet.FIN),
                        talk.fromClient(7, 2));
        assertThat(established()).isEmpty();
    }

    @Test
    void connectionsOfOtherServersAreNot() {
        talking();
        assertThat(bench.tracker.established(Talk.end(talk.server(), 80))).isEmpty();
        assertThat(bench.tracker.established(talk.key().client())).isEmpty();
    }

    @Test
    void onlyThoseThatAreWantedAreListed() {
        talking();
        Endpoint server = Talk.end(talk.server(), talk.serverPort());
        FlowKey known = talk.key();
        FlowKey samePort = new FlowKey(Talk.end("10.9.9.9", talk.clientPort()), server);
        assertThat(bench.tracker.established(server, Set.of(known, samePort)))
                .extracting(each -> each.facts().flow())
                .containsExactly(known);
        assertThat(bench.tracker.established(server, Set.of(samePort))).isEmpty();
        assertThat(bench.tracker.established(server, Set.of())).isEmpty();
    }

    @Test
    void manyAreAllListed() {
        for (int i = 0; i < 100; i++) {
            Talk other = new Talk("10.0.1." + i, 40_000, talk.server(), talk.serverPort(), i, 2 * i);
            bench.feed(other.handshake());
            if (i % 2 == 0) {
                bench.feed(other.fromClient(1, 1).data("q"));
            }
        }
        assertThat(established()).hasSize(100).allMatch(each -> each.doubt() == null);
    }

    @Test
    void aHoleIsADoubtThatMayPass() {
        talking().feed(talk.fromClient(9, 1).data("later"), talk.fromServer(1, 14));
        assertThat(only().doubt()).isEqualTo(Doubt.HOLE);
        bench.feed(talk.fromClient(6, 1).data("now"));
        assertThat(only().doubt()).isNull();
    }

    @Test
    void bytesThatAreNotAcknowledgedAreNoDoubt() {
        talking().feed(talk.fromClient(6, 1).data("more"));
        assertThat(only().doubt()).isNull();
        assertThat(only().facts().server().highestAck()).hasValue(1006);
    }

    @Test
    void aFinOfEitherEndIsADoubt() {
        talking().feed(talk.fromServer(1, 6).and(Packet.FIN));
        assertThat(only().doubt()).isEqualTo(Doubt.CLOSING);
    }

    @Test
    void aResetIsADoubtUntilItIsTheEnd() {
        talking().feed(talk.fromServer(1, 6).and(Packet.RST));
        assertThat(only().doubt()).isEqualTo(Doubt.CLOSING);
    }

    @Test
    void differentBytesForOnePlaceAreADoubt() {
        talking().feed(talk.fromClient(6, 1).data("true"), talk.fromClient(6, 1).data("lies"));
        assertThat(only().doubt()).isEqualTo(Doubt.TAINTED);
        assertThat(Doubt.TAINTED.isPassing()).isFalse();
    }

    @Test
    void oneMetInTheMiddleIsUncertainForAMomentAndThenIsNot() {
        bench.feed(talk.fromClient(50, 60).data("midway"), talk.fromServer(60, 56));
        assertThat(only().doubt()).isEqualTo(Doubt.UNSETTLED);
        bench.graceOver();
        assertThat(only().doubt()).isNull();
        assertThat(only().fromStart()).isFalse();
        assertThat(only().facts().client().syn()).isEmpty();
    }

    @Test
    void multipathIsADoubtIfBothOfferIt() {
        bench.feed(talk.syn().options(MPTCP), talk.synAck().options(MPTCP), talk.fromClient(1, 1));
        assertThat(only().doubt()).isEqualTo(Doubt.MULTIPATH);
    }

    @Test
    void multipathThatTheServerDoesNotKnowIsNone() {
        bench.feed(
                talk.syn().options(MPTCP), talk.synAck(), talk.fromClient(1, 1).data("a"));
        assertThat(only().doubt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 29})
    void signedSegmentsAreADoubt(int kind) {
        bench.feed(
                talk.syn().options(kind, 4, 0, 0),
                talk.synAck(),
                talk.fromClient(1, 1).data("a"));
        assertThat(only().doubt()).isEqualTo(Doubt.SIGNED);
    }

    /** The signature of RFC 2385 has 16 bytes. */
    private static int[] signature(int kind) {
        int[] option = new int[18];
        option[0] = kind;
        option[1] = option.length;
        return option;
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 29})
    void signedSegmentsOfAConnectionThatIsMetInTheMiddleAreADoubt(int kind) {
        bench.feed(
                        talk.fromClient(50, 60).data("midway").options(signature(kind)),
                        talk.fromServer(60, 56).options(signature(kind)))
                .graceOver();
        assertThat(only().doubt()).isEqualTo(Doubt.SIGNED);
    }

    @Test
    void segmentsThatAreSignedFromSomeMomentOnAreADoubtFromThenOn() {
        talking();
        assertThat(only().doubt()).isNull();
        bench.feed(talk.fromServer(1, 6).data("a").options(signature(19)), talk.fromClient(6, 2));
        assertThat(only().doubt()).isEqualTo(Doubt.SIGNED);
    }

    @Test
    void multipathThatBothUseIsADoubtWhereTheirOffersWereNotSeen() {
        bench.feed(
                        talk.fromClient(50, 60).data("midway").options(MPTCP),
                        talk.fromServer(60, 56).options(MPTCP))
                .graceOver();
        assertThat(only().doubt()).isEqualTo(Doubt.MULTIPATH);
    }

    @Test
    void whoOffersNothingAfterSomebodyDidIsNotTakenForHim() {
        bench.feed(talk.syn().options(19, 4, 0, 0), talk.synAck(), talk.fromClient(1, 1));
        Talk next = new Talk("10.0.1.9", 40_001, talk.server(), talk.serverPort(), 5, 6);
        bench.feed(next.handshake());
        assertThat(established()).filteredOn(each -> each.doubt() == null).hasSize(1);
    }
}
