package org.activerouter.proxy.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.TakeoverFacts;
import org.activerouter.capture.tcp.TakeoverFacts.Spoken;
import org.activerouter.capture.tcp.TakeoverFacts.Syn;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Endpoint CLIENT = endpoint("192.0.2.7", 40_000);
    private static final Endpoint ROUTER = endpoint("198.51.100.1", 50_000);
    private static final Endpoint SERVER = endpoint("198.51.100.9", 8888);
    private static final FlowKey FLOW = new FlowKey(CLIENT, SERVER);

    private static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Spoken spoken(Optional<Syn> syn, long acknowledged, int window, long stamp) {
        return new Spoken(
                syn,
                OptionalLong.of(acknowledged),
                OptionalInt.of(window),
                stamp < 0 ? OptionalLong.empty() : OptionalLong.of(stamp),
                0);
    }

    private static Optional<Syn> syn(int mss, int scale) {
        return Optional.of(
                new Syn(OptionalInt.of(mss), scale < 0 ? OptionalInt.empty() : OptionalInt.of(scale), true, true));
    }

    private static TakeoverFacts facts(Optional<Syn> client, Optional<Syn> server) {
        return new TakeoverFacts(FLOW, spoken(client, 1000, 500, 71), spoken(server, 2000, 600, 0xFFFF_FFFFL));
    }

    private static Plan.Possible possible(TakeoverFacts facts, Tracked tracked) {
        return (Plan.Possible) Planner.plan(facts, tracked);
    }

    private static Tracked tracked(FlowKey original, FlowKey answered, boolean seen, int clientScale, int serverScale) {
        return new Tracked(original, answered, seen, OptionalInt.of(clientScale), OptionalInt.of(serverScale), false);
    }

    @Test
    void whatIsUnderWayIsTakenForReceivedAndFromTheClientForSentToo() {
        Spoken client = underWay(spoken(syn(1400, 3), 1000, 500, 71), "query");
        Spoken server = underWay(spoken(syn(1380, 9), 0xFFFF_FFFFL, 600, 72), "answer");
        Plan.Possible plan = possible(new TakeoverFacts(FLOW, client, server), null);

        assertThat(plan.towardsClient().sendSequence()).isEqualTo(1000);
        assertThat(plan.towardsClient().receiveSequence()).isEqualTo(4);
        assertThat(plan.towardsClient().repeated().hasRemaining()).isFalse();
        assertThat(plan.towardsServer().sendSequence()).isEqualTo(0xFFFF_FFFFL);
        assertThat(plan.towardsServer().receiveSequence()).isEqualTo(1006);
        assertThat(plan.towardsServer().repeated()).isEqualTo(client.underWay());
        assertThat(plan.unsaid()).isEqualTo(server.underWay());
    }

    private static Spoken underWay(Spoken spoken, String bytes) {
        return new Spoken(
                spoken.syn(),
                spoken.highestAck(),
                spoken.window(),
                spoken.timestamp(),
                spoken.heardNanos(),
                bytes.length(),
                ByteBuffer.wrap(bytes.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void eachHalfGoesOnWhereTheOtherEndsAcknowledgementsStand() {
        Plan.Possible plan = possible(facts(syn(1400, 3), syn(1380, 9)), null);

        Half towardsClient = plan.towardsClient();
        assertThat(towardsClient.local().getPort()).isEqualTo(8888);
        assertThat(towardsClient.remote().getPort()).isEqualTo(40_000);
        assertThat(towardsClient.sendSequence()).isEqualTo(1000);
        assertThat(towardsClient.receiveSequence()).isEqualTo(2000);
        assertThat(towardsClient.mss()).isEqualTo(1400);
        assertThat(towardsClient.scaling()).isEqualTo(new Half.Scaling(3, 9));
        assertThat(towardsClient.peerWindow()).isEqualTo(500 << 3);
        assertThat(towardsClient.ownWindow()).isEqualTo(600 << 9);
        Half towardsServer = plan.towardsServer();
        assertThat(towardsServer.sendSequence()).isEqualTo(2000);
        assertThat(towardsServer.receiveSequence()).isEqualTo(1000);
        assertThat(towardsServer.mss()).isEqualTo(1380);
        assertThat(towardsServer.scaling()).isEqualTo(new Half.Scaling(9, 3));
    }

    @Test
    void whoSaidNothingOfLargeSegmentsGetsSmallOnes() {
        Optional<Syn> silent = Optional.of(new Syn(OptionalInt.empty(), OptionalInt.empty(), true, true));
        Plan.Possible plan = possible(facts(silent, Optional.empty()), null);

        assertThat(plan.towardsClient().mss()).isEqualTo(536);
        assertThat(plan.towardsServer().mss()).as("not known").isEqualTo(1460);
    }

    @Test
    void timestampsGoOnAtTheNextEvenNumber() {
        Plan.Possible plan = possible(facts(syn(1400, 3), syn(1380, 9)), null);

        assertThat(plan.towardsServer().timestamp()).hasValue(72);
        assertThat(plan.towardsClient().timestamp()).as("after 2^32 - 1").hasValue(0);
    }

    @Test
    void windowsAreNotScaledUnlessBothOfferedIt() {
        Plan.Possible plan = possible(facts(syn(1400, 3), syn(1380, -1)), null);

        assertThat(plan.towardsClient().scaling()).isNull();
        assertThat(plan.towardsClient().peerWindow()).isEqualTo(500);
    }

    @Test
    void whatConntrackRemembersTakesThePlaceOfAHandshakeThatWasNotSeen() {
        Plan.Possible plan = possible(facts(Optional.empty(), Optional.empty()), tracked(FLOW, FLOW, true, 2, 5));

        assertThat(plan.towardsClient().scaling()).isEqualTo(new Half.Scaling(2, 5));
        assertThat(plan.towardsClient().sack()).isFalse();
    }

    @Test
    void whatNobodyRemembersIsTakenForTheUsual() {
        Plan.Possible plan = possible(facts(Optional.empty(), Optional.empty()), tracked(FLOW, FLOW, false, 0, 0));

        assertThat(plan.towardsClient().scaling()).isEqualTo(new Half.Scaling(7, 7));
        assertThat(plan.towardsClient().mss()).isEqualTo(1460);
        assertThat(plan.towardsClient().sack()).isTrue();
        assertThat(plan.towardsClient().timestamp()).isPresent();
    }

    @Test
    void behindAMasqueradingRouterTheClientIsTheOneThatConntrackKnows() {
        TakeoverFacts facts = new TakeoverFacts(
                new FlowKey(ROUTER, SERVER), spoken(syn(1400, 3), 1000, 500, 71), spoken(syn(1380, 9), 2000, 600, 9));
        Plan.Possible plan = possible(facts, tracked(FLOW, new FlowKey(ROUTER, SERVER), true, 3, 9));

        assertThat(plan.towardsClient().remote().getAddress()).isEqualTo(CLIENT.address());
        assertThat(plan.towardsServer().local().getPort()).isEqualTo(40_000);
    }

    @Test
    void aConnectionThatSomebodyElseTranslatesIsLeftAlone() {
        FlowKey elsewhere = new FlowKey(CLIENT, endpoint("198.51.100.10", 8888));

        Plan plan = Planner.plan(facts(syn(1400, 3), syn(1380, 9)), tracked(FLOW, elsewhere, true, 3, 9));

        assertThat(plan)
                .isEqualTo(
                        new Plan.Impossible("its destination is translated: 198.51.100.9:8888 is 198.51.100.10:8888"));
    }

    @Test
    void aConnectionOfWhichTooLittleWasSeenIsLeftAlone() {
        Spoken silent = new Spoken(syn(1400, 3), OptionalLong.empty(), OptionalInt.empty(), OptionalLong.empty(), 0);
        TakeoverFacts facts = new TakeoverFacts(FLOW, silent, spoken(syn(1400, 3), 5, 5, 5));

        assertThat(Planner.plan(facts, null)).isInstanceOf(Plan.Impossible.class);
    }

    @Test
    void onlyIpv4IsTakenOver() {
        FlowKey six = new FlowKey(endpoint("2001:db8::1", 1), endpoint("2001:db8::2", 2));
        TakeoverFacts facts = new TakeoverFacts(six, spoken(syn(1400, 3), 1, 1, 1), spoken(syn(1400, 3), 1, 1, 1));

        assertThat(Planner.plan(facts, null)).isEqualTo(new Plan.Impossible("only IPv4 is taken over"));
    }
}
