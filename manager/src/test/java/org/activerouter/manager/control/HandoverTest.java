package org.activerouter.manager.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.analyzer.opennap.NapStanding;
import org.activerouter.analyzer.opennap.NapStanding.Unfinished;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.Doubt;
import org.activerouter.capture.tcp.TakeoverFacts;
import org.activerouter.manager.policy.Policy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order sessions are moved, which of them, and what is done when something fails. */
@Timeout(20)
class HandoverTest {
    private static final Endpoint SERVER = endpoint("192.0.2.1", 8888);
    private static final long SECOND = 1_000_000_000L;
    private static final NapStanding READABLE =
            new NapStanding(Unfinished.NOTHING, Unfinished.NOTHING, true, null, 0, 0, true, false);

    private final List<String> diary = Collections.synchronizedList(new ArrayList<>());
    private final KernelDiary kernel = new KernelDiary(diary);
    private final ServiceDiary service = new ServiceDiary(diary);
    private final List<StandingConnection> connections = new ArrayList<>();
    private final Set<Endpoint> ours = new HashSet<>();
    private boolean captureStands;
    private final Handover handover =
            new Handover(new HandoverSources(this::standing, this::again, server -> ours), kernel);
    private long now;

    @AfterEach
    void close() {
        handover.close();
    }

    private static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private CompletableFuture<List<StandingConnection>> standing(Endpoint server) {
        diary.add("look");
        return drained(List.copyOf(connections));
    }

    private CompletableFuture<List<StandingConnection>> again(Endpoint server, Set<FlowKey> wanted) {
        diary.add("look again");
        return drained(connections.stream()
                .filter(each -> wanted.contains(each.facts().flow()))
                .toList());
    }

    private CompletableFuture<List<StandingConnection>> drained(List<StandingConnection> answer) {
        return captureStands ? new CompletableFuture<>() : CompletableFuture.completedFuture(answer);
    }

    private static StandingConnection connection(int client, @Nullable Doubt doubt, @Nullable NapStanding standing) {
        TakeoverFacts.Spoken spoken = new TakeoverFacts.Spoken(
                Optional.empty(), OptionalLong.of(1), OptionalInt.of(1), OptionalLong.empty(), 0);
        FlowKey flow = new FlowKey(endpoint("198.51.100.1", client), SERVER);
        return new StandingConnection("opennap", new TakeoverFacts(flow, spoken, spoken), doubt, standing);
    }

    private void moves(Policy.Handover kind, boolean opaqueToo) {
        handover.move(new HandoverTask(SERVER, service, kind, opaqueToo), now);
        now += 3 * SECOND;
        handover.settled();
    }

    private HandoverStatus status() {
        return handover.status().getFirst();
    }

    @Test
    void soundSessionsAreMovedWhileTheServerIsHeldAndWhatTheyPausedIsKnown() {
        connections.add(connection(1, null, READABLE));
        connections.add(connection(2, null, READABLE));
        moves(Policy.Handover.TAKEOVER, false);

        assertThat(diary)
                .containsExactly("look", "hold 2 of " + SERVER, "look again", "take over 2 of " + SERVER, "lift 2");
        assertThat(status().takenOver()).isEqualTo(2);
        assertThat(status().longestPauseMillis()).isPositive();
        assertThat(handover.sayings()).singleElement().satisfies(said -> {
            assertThat(said.well()).isTrue();
            assertThat(said.text()).startsWith("2 sessions of 192.0.2.1:8888 moved");
        });
    }

    @Test
    void nobodyIsHeldWhereThereIsNothingToMove() {
        connections.add(connection(1, Doubt.MULTIPATH, READABLE));
        moves(Policy.Handover.TAKEOVER, false);
        assertThat(diary).containsExactly("look");
        assertThat(status().left()).containsEntry(Doubt.MULTIPATH.sentence(), 1);
    }

    @Test
    void whatIsInDoubtForAReasonThatPassesIsLookedAtAgainAtOnceAndNotForEver() {
        connections.add(connection(1, Doubt.HOLE, READABLE));
        moves(Policy.Handover.TAKEOVER, false);
        assertThat(diary).containsExactly("look", "look again", "look again");
        assertThat(status().left()).containsExactly(Map.entry(Doubt.HOLE.sentence(), 1));
    }

    @Test
    void whoseDoubtHasPassedAtTheSecondLookIsMoved() {
        connections.add(connection(1, null, READABLE));
        connections.add(connection(2, null, READABLE));
        StandingConnection other = connections.get(1);
        kernel.held = each -> diary.contains("lift 2") || !each.equals(other) ? each : each.doubted(Doubt.HOLE);
        moves(Policy.Handover.TAKEOVER, false);

        assertThat(diary).filteredOn(entry -> entry.startsWith("take over")).hasSize(2);
        assertThat(status().takenOver()).isEqualTo(2);
        assertThat(status().left()).isEmpty();
    }

    /** Of so many not all are told of in the status any more. */
    @Test
    void sessionsOfManyServersMoveBackAsWell() {
        for (int port = 1; port <= 1_100; port++) {
            Endpoint server = endpoint("192.0.2.7", port);
            handover.move(new HandoverTask(server, service, Policy.Handover.TAKEOVER, false), now);
        }
        for (int port = 1; port <= 1_100; port++) {
            handover.moveBack(endpoint("192.0.2.7", port), service);
        }
        handover.settled();
        assertThat(diary).filteredOn(entry -> entry.startsWith("hand back")).hasSize(1_100);
    }

    @Test
    void aPolicyForNewSessionsOnlyLeavesOpenOnesAlone() {
        connections.add(connection(1, null, READABLE));
        moves(Policy.Handover.NEW_ONLY, false);
        assertThat(diary).isEmpty();
        assertThat(handover.status()).isEmpty();
    }

    @Test
    void sessionsThatGoThroughUsAlreadyAreNotMovedAgain() {
        connections.add(connection(1, null, READABLE));
        ours.add(endpoint("198.51.100.1", 1));
        moves(Policy.Handover.TAKEOVER, false);
        assertThat(diary).containsExactly("look");
        assertThat(status().left()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsMovedOnlyIfThePolicyAsksForIt() {
        connections.add(connection(1, null, null));
        moves(Policy.Handover.TAKEOVER, false);
        assertThat(status().takenOver()).isZero();
        assertThat(status().left().values()).containsExactly(1);

        moves(Policy.Handover.TAKEOVER, true);
        assertThat(status().takenOver()).isEqualTo(1);
        assertThat(status().left()).isEmpty();
    }

    @Test
    void oneLeftForAReasonThatPassesIsMovedLaterAndNotBeforeItsTime() {
        connections.add(connection(1, Doubt.HOLE, READABLE));
        moves(Policy.Handover.TAKEOVER, false);
        connections.set(0, connection(1, null, READABLE));

        now -= 2 * SECOND;
        handover.move(new HandoverTask(SERVER, service, Policy.Handover.TAKEOVER, false), now);
        handover.settled();
        assertThat(status().takenOver()).isZero();
        now += 2 * SECOND;
        moves(Policy.Handover.TAKEOVER, false);
        assertThat(status().takenOver()).isEqualTo(1);
    }

    @Test
    void aRefusalOfTheServiceIsCountedAndNotAskedForAgain() {
        connections.add(connection(1, null, READABLE));
        service.refuseSessions("its client is behind address translation");
        moves(Policy.Handover.TAKEOVER, false);
        moves(Policy.Handover.TAKEOVER, false);

        assertThat(status().left()).containsExactly(Map.entry("its client is behind address translation", 1));
        assertThat(diary).filteredOn(entry -> entry.startsWith("take over")).hasSize(1);
    }

    @Test
    void sessionsAreResetInsteadWhereThePolicySaysSo() {
        connections.add(connection(1, Doubt.TAINTED, null));
        connections.add(connection(2, Doubt.MULTIPATH, null));
        moves(Policy.Handover.RECONNECT, false);

        assertThat(diary).contains("reset 1 of " + SERVER).endsWith("lift 1");
        assertThat(status().reconnected()).isEqualTo(1);
        assertThat(status().left()).containsOnlyKeys(Doubt.MULTIPATH.sentence());
    }

    @Test
    void whoseHeldPacketsShowThatItCannotBeMovedNowIsLeftForLater() {
        onlyOneOfTwoMovesWhileTheOtherIsIn(Doubt.UNACKNOWLEDGED);

        assertThat(status().left()).containsExactly(Map.entry(Doubt.UNACKNOWLEDGED.sentence(), 1));
    }

    private void onlyOneOfTwoMovesWhileTheOtherIsIn(Doubt doubt) {
        connections.add(connection(1, null, READABLE));
        connections.add(connection(2, null, READABLE));
        StandingConnection other = connections.get(1);
        kernel.held = each -> each.equals(other) ? each.doubted(doubt) : each;
        moves(Policy.Handover.TAKEOVER, false);

        assertThat(diary).contains("take over 1 of " + SERVER);
    }

    @Test
    void manyAreMovedInBatchesAndNobodyIsHeldForAnothers() {
        for (int client = 1; client <= 120; client++) {
            connections.add(connection(client, null, READABLE));
        }
        moves(Policy.Handover.TAKEOVER, false);

        assertThat(status().takenOver()).isEqualTo(120);
        assertThat(diary)
                .startsWith("look", "hold 10 of " + SERVER, "look again", "take over 10 of " + SERVER, "lift 10");
        assertThat(diary).filteredOn(entry -> entry.startsWith("hold")).hasSizeGreaterThan(1);
        // Whoever is held is let go before anybody else is held.
        assertThat(diary.stream()
                        .map(entry -> entry.substring(0, 4))
                        .filter(entry -> entry.equals("hold") || entry.equals("lift")))
                .containsSubsequence("hold", "lift", "hold", "lift")
                .doesNotContainSequence("hold", "hold");
    }

    @Test
    void oneThatEndedMeanwhileIsNotMoved() {
        onlyOneOfTwoMovesWhileTheOtherIsIn(Doubt.CLOSING);

        assertThat(status().left()).isEmpty();
    }

    @Test
    void aCaptureThatFallsBehindDuringAHoldLetsEverybodyGo() {
        connections.add(connection(1, null, READABLE));
        kernel.onHold = () -> captureStands = true;
        moves(Policy.Handover.TAKEOVER, false);

        assertThat(diary).containsExactly("look", "hold 1 of " + SERVER, "look again", "lift 1");
        assertThat(status().failures()).isEqualTo(1);
        assertThat(status().takenOver()).isZero();
    }

    @Test
    void aCaptureThatIsNotDrainedInTimeHoldsNobody() {
        connections.add(connection(1, null, READABLE));
        captureStands = true;
        moves(Policy.Handover.TAKEOVER, false);

        assertThat(diary).containsExactly("look");
        assertThat(status().failures()).isEqualTo(1);
        assertThat(handover.sayings().getFirst().well()).isFalse();
    }

    @Test
    void aServiceThatFailsLetsEverybodyGoAtOnce() {
        connections.add(connection(1, null, READABLE));
        service.failWithSessions();
        moves(Policy.Handover.TAKEOVER, false);

        assertThat(diary).endsWith("lift 1");
        assertThat(status().failures()).isEqualTo(1);
        assertThat(status().trouble()).isPresent();
    }

    @Test
    void afterARetreatSessionsAreGivenBackAndTheCountsStay() {
        connections.add(connection(1, null, READABLE));
        moves(Policy.Handover.TAKEOVER, false);
        handover.moveBack(SERVER, service);
        handover.settled();

        assertThat(diary).endsWith("hand back " + SERVER);
        assertThat(status().takenOver()).isEqualTo(1);
        assertThat(status().handedBack()).isEqualTo(1);
        assertThat(HandoverText.of(status())).contains("1 session was taken over", "1 session was handed back");
    }

    @Test
    void whatWasNeverMovedIsNotGivenBack() {
        handover.moveBack(SERVER, service);
        handover.settled();
        assertThat(diary).isEmpty();
    }

    @Test
    void aNewRedirectCountsAnew() {
        connections.add(connection(1, null, READABLE));
        moves(Policy.Handover.TAKEOVER, false);
        handover.moveBack(SERVER, service);
        handover.settled();
        connections.clear();
        moves(Policy.Handover.TAKEOVER, false);
        assertThat(status().takenOver()).isZero();
    }
}
