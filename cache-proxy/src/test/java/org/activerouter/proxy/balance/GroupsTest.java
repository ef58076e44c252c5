package org.activerouter.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a request is given to; the randomness is seeded, the time is said. */
class GroupsTest {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Endpoint A = endpoint(1);
    private static final Endpoint B = endpoint(2);
    private static final Endpoint C = endpoint(3);
    private static final InetAddress CLIENT = endpoint(100).address();

    private final Random random = new Random(42);
    private long now = 7 * SECOND;
    private final Groups groups = new Groups(() -> now, () -> random);

    private static Endpoint endpoint(int last) {
        try {
            return new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}), 80);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void roster(Mode mode, Seat... seats) {
        groups.roster(new Roster("web", mode, List.of(seats)));
    }

    private static Mode mode(Choice choice) {
        return new Mode(Distribution.SPREAD, choice, false, 0.2);
    }

    private static Seat seat(Endpoint member) {
        return new Seat(member, 1, true);
    }

    private Endpoint pick(long key) {
        return groups.pick(A, CLIENT, key).next(now).endpoint();
    }

    @Test
    void allWhoAreOpenDoAPartAndTheServerAskedForWhenNobodyIs() {
        Mode split = Mode.of(Distribution.SPLIT);
        assertThat(open()).containsExactly(A);
        roster(split, seat(A), seat(B), new Seat(C, 0, false));
        assertThat(open()).containsExactly(A, B);
        assertThat(groups.open(A).getLast()).isSameAs(groups.member(B));
        roster(split, new Seat(A, 0, false), new Seat(B, 0, false), new Seat(C, 1, false));
        assertThat(open()).containsExactly(A);
    }

    private List<Endpoint> open() {
        return groups.open(A).stream().map(Member::endpoint).toList();
    }

    private Map<Endpoint, Integer> picks(int number) {
        Map<Endpoint, Integer> counts = new HashMap<>();
        for (int i = 0; i < number; i++) {
            counts.merge(pick(random.nextLong()), 1, Integer::sum);
        }
        return counts;
    }

    /** Serves requests as members do that take so long: who is asked is outstanding for that time. */
    private Map<Endpoint, Integer> serve(Map<Endpoint, Long> millis, int requests) {
        record Running(Member member, long since, long until) {}
        List<Running> running = new ArrayList<>();
        Map<Endpoint, Integer> counts = new HashMap<>();
        for (int i = 0; i < requests; i++) {
            now += MILLISECOND;
            for (Running each : List.copyOf(running)) {
                if (each.until <= now) {
                    each.member.answered(now - each.since, now);
                    each.member.done();
                    running.remove(each);
                }
            }
            Member member = groups.pick(A, CLIENT, i).next(now);
            member.given();
            counts.merge(member.endpoint(), 1, Integer::sum);
            running.add(new Running(member, now, now + millis.get(member.endpoint()) * MILLISECOND));
        }
        for (Running each : running) {
            each.member.answered(each.until - each.since, each.until);
            each.member.done();
            now = Math.max(now, each.until);
        }
        return counts;
    }

    @Test
    void aServerWithoutARosterIsItsOwnOnlyMember() {
        assertThat(picks(10)).isEqualTo(Map.of(A, 10));
        assertThat(groups.snapshot()).isEmpty();
    }

    @Test
    void equalMembersGetEqualParts() {
        for (Choice choice : List.of(Choice.ROUND_ROBIN, Choice.WEIGHTED, Choice.HASH, Choice.LEAST_OUTSTANDING)) {
            roster(mode(choice), seat(A), seat(B), seat(C));
            assertThat(picks(3000).values())
                    .as(choice.key())
                    .allSatisfy(each -> assertThat(each).isCloseTo(1000, within(100)));
        }
    }

    @Test
    void aShareIsAProportion() {
        for (Choice choice : List.of(Choice.ROUND_ROBIN, Choice.WEIGHTED, Choice.HASH)) {
            roster(mode(choice), new Seat(A, 3, true), new Seat(B, 1, true));
            assertThat(picks(4000).get(A)).as(choice.key()).isCloseTo(3000, within(120));
        }
    }

    @Test
    void roundRobinIsSmooth() {
        roster(mode(Choice.ROUND_ROBIN), new Seat(A, 2, true), new Seat(B, 1, true));
        List<Endpoint> six = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            six.add(pick(i));
        }
        assertThat(six).containsExactly(A, B, A, A, B, A);
    }

    @Test
    void aSlowMemberGetsLittleByPeakEwma() {
        roster(mode(Choice.PEAK_EWMA), seat(A), seat(B), seat(C));
        Map<Endpoint, Integer> counts = serve(Map.of(A, 400L, B, 10L, C, 10L), 10_000);
        assertThat(counts.get(A)).isLessThan(700);
        assertThat(counts.get(B)).isCloseTo(counts.get(C), within(1500));
    }

    @Test
    void aMemberThatRecoversIsBelievedAfterAWhile() {
        roster(mode(Choice.PEAK_EWMA), seat(A), seat(B));
        serve(Map.of(A, 1000L, B, 10L), 5_000);
        now += 60 * SECOND;
        Map<Endpoint, Integer> counts = serve(Map.of(A, 10L, B, 10L), 10_000);
        assertThat(counts.get(A)).isBetween(4000, 6000);
    }

    @Test
    void aMemberThatFailsAtOnceDoesNotLookFast() {
        roster(mode(Choice.PEAK_EWMA), seat(A), seat(B));
        serve(Map.of(A, 10L, B, 10L), 100);
        Member failing = groups.pick(A, CLIENT, 0).next(now);
        failing.given();
        failing.failed(1000, now);
        failing.done();
        assertThat(picks(100)).doesNotContainKey(failing.endpoint());
    }

    @Test
    void leastOutstandingCountsWhatIsUnderWay() {
        roster(mode(Choice.LEAST_OUTSTANDING), seat(A), seat(B), seat(C));
        for (int i = 0; i < 9; i++) {
            groups.pick(A, CLIENT, i).next(now).given();
        }
        assertThat(groups.snapshot())
                .allSatisfy(each -> assertThat(each.outstanding()).isEqualTo(3));
    }

    @Test
    void theSameKeyGoesToTheSameMemberAndFewMoveWhenOneGoes() {
        roster(mode(Choice.HASH), seat(A), seat(B), seat(C));
        Endpoint[] before = new Endpoint[1000];
        Arrays.setAll(before, this::pick);
        roster(mode(Choice.HASH), seat(A), new Seat(B, 1, false), seat(C));
        for (int key = 0; key < before.length; key++) {
            if (!before[key].equals(B)) {
                assertThat(pick(key)).isEqualTo(before[key]);
            } else {
                assertThat(pick(key)).isNotEqualTo(B);
            }
        }
    }

    @Test
    void membersShareTheKeysWhateverTheirAddressesAndPortsAddUpTo() {
        Endpoint alike = new Endpoint(B.address(), A.port() - 31);
        assertThat(alike).hasSameHashCodeAs(A);
        roster(mode(Choice.HASH), seat(A), seat(alike));
        assertThat(LongStream.range(0, 1000).filter(key -> pick(key).equals(A)).count())
                .isBetween(400L, 600L);
    }

    @Test
    void failoverTakesTheFirstThatIsOpen() {
        Mode failover = Mode.of(Distribution.FAILOVER);
        roster(failover, seat(B), seat(A), seat(C));
        assertThat(picks(10)).isEqualTo(Map.of(B, 10));
        roster(failover, new Seat(B, 1, false), seat(A), seat(C));
        assertThat(picks(10)).isEqualTo(Map.of(A, 10));
    }

    @Test
    void aDrainingMemberGetsNobodyNew() {
        roster(mode(Choice.WEIGHTED), seat(A), new Seat(B, 1, false), new Seat(C, 0, true));
        assertThat(picks(100)).isEqualTo(Map.of(A, 100));
    }

    @Test
    void whenNoMemberIsOpenAClientGetsTheServerThatItAskedFor() {
        roster(mode(Choice.WEIGHTED), new Seat(B, 1, false), new Seat(A, 0, false));
        assertThat(picks(10)).isEqualTo(Map.of(A, 10));
    }

    @Test
    void eachMemberIsProposedOnce() {
        roster(mode(Choice.PEAK_EWMA), seat(A), new Seat(B, 1, false), seat(C));
        Pick pick = groups.pick(B, CLIENT, 0);
        assertThat(List.of(pick.next(now).endpoint(), pick.next(now).endpoint()))
                .containsExactlyInAnyOrder(A, C);
        // The one that was asked for, though it is not open: it cannot be worse than nobody.
        assertThat(pick.next(now).endpoint()).isEqualTo(B);
        assertThat(pick.next(now)).isNull();
    }

    @Test
    void aClientSticksAlsoWhileItsMemberDrainsButNotWhenItIsEjected() {
        Mode sticky = new Mode(Distribution.SPREAD, Choice.WEIGHTED, true, 0);
        roster(sticky, seat(A), seat(B), seat(C));
        Endpoint first = pick(0);
        assertThat(picks(50)).isEqualTo(Map.of(first, 50));
        roster(sticky, seatsWith(first, new Seat(first, 1, false)));
        assertThat(picks(50)).isEqualTo(Map.of(first, 50));
        roster(sticky, seatsWith(first, new Seat(first, 0, false)));
        Endpoint second = pick(0);
        assertThat(second).isNotEqualTo(first);
        roster(sticky, seat(A), seat(B), seat(C));
        assertThat(picks(50)).isEqualTo(Map.of(second, 50));
    }

    private static Seat[] seatsWith(Endpoint changed, Seat by) {
        return List.of(A, B, C).stream()
                .map(each -> each.equals(changed) ? by : seat(each))
                .toArray(Seat[]::new);
    }

    @Test
    void whatWasSeenOfAMemberOutlivesRostersAndModes() {
        roster(mode(Choice.PEAK_EWMA), seat(A), seat(B));
        serve(Map.of(A, 5L, B, 5L), 100);
        long before = requests();
        roster(Mode.of(Distribution.FAILOVER), seat(A), seat(B), seat(C));
        assertThat(requests()).isEqualTo(before).isEqualTo(100);
    }

    private long requests() {
        return groups.snapshot().stream().mapToLong(MemberSnapshot::requests).sum();
    }

    @Test
    void aGroupWithoutSeatsIsForgotten() {
        roster(mode(Choice.WEIGHTED), seat(B), seat(A));
        groups.roster(new Roster("web", mode(Choice.WEIGHTED), List.of()));
        assertThat(groups.members()).isEmpty();
        assertThat(picks(5)).isEqualTo(Map.of(A, 5));
    }

    @Test
    void secondTriesAreBounded() {
        roster(new Mode(Distribution.SPREAD_FAILOVER, Choice.WEIGHTED, false, 0.2), seat(A), seat(B));
        int allowed = 0;
        for (int i = 0; i < 1000; i++) {
            Pick pick = groups.pick(A, CLIENT, i);
            pick.next(now);
            allowed += pick.mayRetry(now) ? 1 : 0;
        }
        assertThat(allowed).isBetween(200, 212);
    }

    @Test
    void aQuietGroupMayRetryAFewTimesEachSecond() {
        roster(new Mode(Distribution.SPREAD_FAILOVER, Choice.WEIGHTED, false, 0), seat(A), seat(B));
        int allowed = 0;
        for (int second = 0; second < 5; second++) {
            for (int i = 0; i < 100; i++) {
                Pick pick = groups.pick(A, CLIENT, i);
                pick.next(now);
                allowed += pick.mayRetry(now) ? 1 : 0;
            }
            now += SECOND;
        }
        assertThat(allowed).isEqualTo(50);
    }

    @ParameterizedTest
    @EnumSource(
            value = Distribution.class,
            names = {"SPREAD", "FAILOVER", "SPLIT"})
    void otherModesTryOnce(Distribution distribution) {
        roster(Mode.of(distribution), seat(A), seat(B));
        Pick pick = groups.pick(A, CLIENT, 0);
        pick.next(now);
        assertThat(pick.mayRetry(now)).isFalse();
    }

    @Test
    void thereIsNoSecondTryWithoutASecondMember() {
        roster(Mode.of(Distribution.SPREAD_FAILOVER), seat(A), new Seat(B, 1, false));
        Pick pick = groups.pick(A, CLIENT, 0);
        pick.next(now);
        assertThat(pick.mayRetry(now)).isFalse();
    }

    @Test
    void whatMeansNothingIsRefused() {
        assertThatThrownBy(() -> new Seat(A, -1, true)).hasMessageContaining("share");
        assertThatThrownBy(() -> new Seat(A, Double.NaN, true)).hasMessageContaining("share");
        assertThatThrownBy(() -> new Mode(Distribution.SPREAD, Choice.HASH, false, 1.5))
                .hasMessageContaining("budget");
        assertThatThrownBy(() -> new Roster("web", mode(Choice.HASH), List.of(seat(A), seat(A))))
                .hasMessageContaining("twice");
    }

    @Test
    void everyNameOfAModeIsUnique() {
        Map<Choice, String> choices = new EnumMap<>(Choice.class);
        for (Choice each : Choice.values()) {
            choices.put(each, each.key());
        }
        assertThat(choices.values()).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Distribution.values()).map(Distribution::key)).doesNotHaveDuplicates();
    }
}
