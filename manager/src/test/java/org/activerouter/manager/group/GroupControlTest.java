package org.activerouter.manager.group;

import static org.activerouter.manager.group.Farm.A;
import static org.activerouter.manager.group.Farm.B;
import static org.activerouter.manager.group.Farm.C;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.activerouter.analyzer.load.QueryRate;
import org.activerouter.analyzer.load.ResponseTimes;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.balance.Balancer;
import org.activerouter.proxy.balance.MemberSnapshot;
import org.activerouter.proxy.balance.Roster;
import org.activerouter.proxy.balance.Seat;
import org.junit.jupiter.api.Test;

class GroupControlTest {
    private final Recorder balancer = new Recorder();
    private final GroupControl control = new GroupControl(List.of(balancer));
    private long now = Duration.ofDays(1).toNanos();

    /** A balancer that carries nobody: it writes down what it is told, and says what it is to say. */
    private static final class Recorder implements Balancer {
        private final List<Roster> rosters = new ArrayList<>();
        private List<MemberSnapshot> members = List.of();

        @Override
        public void roster(Roster roster) {
            rosters.add(roster);
        }

        @Override
        public List<MemberSnapshot> members() {
            return members;
        }

        @Override
        public Door serve(Endpoint server) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void retire(Endpoint server) {}

        @Override
        public List<ServedSnapshot> served() {
            return List.of();
        }

        @Override
        public ServiceSnapshot snapshot() {
            return new ServiceSnapshot(List.of(), 0, 0, Map.of(), 0);
        }

        @Override
        public void close() {}
    }

    private List<GroupEvent> turn(ServerSnapshot... seen) {
        now += Duration.ofMillis(250).toNanos();
        return control.turn(List.of(seen), now);
    }

    static ServerSnapshot seen(Endpoint server, String protocol, long completed) {
        return new ServerSnapshot(
                server,
                protocol,
                1,
                1,
                completed,
                completed,
                completed,
                0,
                0,
                0,
                0,
                new QueryRate(0, 0, 0),
                ResponseTimes.NONE,
                ResponseTimes.NONE,
                ResponseTimes.NONE,
                List.of());
    }

    private List<Endpoint> lastMembers() {
        return balancer.rosters.getLast().seats().stream().map(Seat::member).toList();
    }

    @Test
    void serversThatAreSeenToAnswerBecomeMembers() {
        control.configure(List.of(Farm.settings(List.of(B))));
        turn(seen(C, "http", 5), seen(A, "http", 0), seen(Farm.endpoint("10.0.0.9"), "opennap", 5));
        assertThat(lastMembers()).containsExactly(B, C);
    }

    @Test
    void aBalancerIsToldOnlyWhatHasChanged() {
        control.configure(List.of(Farm.settings(List.of(A, B))));
        for (int i = 0; i < 10; i++) {
            turn();
        }
        assertThat(balancer.rosters).hasSize(1);
        turn(seen(C, "http", 1));
        assertThat(balancer.rosters).hasSize(2);
    }

    @Test
    void aGroupThatIsNoMoreIsToldAway() {
        control.configure(List.of(Farm.settings(List.of(A, B))));
        turn();
        control.configure(List.of());
        assertThat(balancer.rosters.getLast().seats()).isEmpty();
        assertThat(control.standings()).isEmpty();
    }

    @Test
    void aConfigurationThatDidNotChangeKeepsWhoIsEjected() {
        control.configure(List.of(Farm.settings(List.of(A, B))));
        turn();
        failuresInARow(A, 0, 0);
        turn();
        failuresInARow(A, 10, 5);
        turn();
        control.configure(List.of(Farm.settings(List.of(A, B))));
        turn();
        assertThat(standing(A).state()).isEqualTo(MemberState.EJECTED);
    }

    @Test
    void whoIsDrainedGetsNobodyNewAndTheOthersStandAsTheyStood() {
        GroupSettings settings = Farm.settings(List.of(A, B, C));
        control.configure(List.of(settings));
        turn();
        failuresInARow(A, 0, 0);
        turn();
        failuresInARow(A, 10, 5);
        turn();

        control.configure(List.of(settings.draining(Set.of(B))));
        assertThat(turn())
                .extracting(GroupEvent::text)
                .containsExactly(B + " of group farm gets nobody new: it is to be drained");
        assertThat(standing(A).state()).isEqualTo(MemberState.EJECTED);
        assertThat(standing(B).state()).isEqualTo(MemberState.DRAINING);
        assertThat(standing(C).share()).isOne();
        Seat seat = balancer.rosters.getLast().seats().get(1);
        assertThat(seat.open()).isFalse();
        assertThat(seat.keepsItsOwn()).isTrue();

        control.configure(List.of(settings));
        assertThat(turn()).extracting(GroupEvent::kind).containsExactly("member-in");
        assertThat(balancer.rosters.getLast().seats().get(1).open()).isTrue();
    }

    @Test
    void theLastWhoIsNotDrainedIsNotEjectedHoweverItDoes() {
        control.configure(List.of(Farm.settings(List.of(A, B)).draining(Set.of(B))));
        turn();
        failuresInARow(A, 0, 0);
        turn();
        failuresInARow(A, 10, 10);
        turn();
        assertThat(balancer.rosters.getLast().seats().getFirst().open()).isTrue();
    }

    private void failuresInARow(Endpoint member, long requests, long failures) {
        balancer.members =
                List.of(new MemberSnapshot("farm", member, requests, requests, failures, 0, 0, 0, failures, 0));
    }

    private MemberStanding standing(Endpoint member) {
        return control.standings().getFirst().members().stream()
                .filter(each -> each.member().equals(member))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoFailsABalancerAgainAndAgainIsEjectedAndMayReturnAlthoughItsCounterStands() {
        control.configure(List.of(Farm.settings(List.of(A, B))));
        turn();
        failuresInARow(A, 0, 0);
        turn();
        failuresInARow(A, 5, 5);
        assertThat(turn()).extracting(GroupEvent::kind).containsExactly("member-ejected");
        assertThat(control.why(A)).hasValueSatisfying(text -> assertThat(text).contains("5 failures in a row"));
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < 4 * 25; i++) {
            turn().forEach(event -> kinds.add(event.kind()));
        }
        assertThat(kinds).containsExactly("member-returns", "member-in");
        failuresInARow(A, 10, 10);
        assertThat(turn()).extracting(GroupEvent::kind).containsExactly("member-ejected");
    }

    @Test
    void whenTooFewAreWellAllAreUsed() {
        control.configure(List.of(Farm.settings(List.of(A, B, C))));
        turn();
        balancer.members = failing(0, 0, 0);
        turn();
        balancer.members = failing(10, 5, 5);
        assertThat(turn()).extracting(GroupEvent::kind).containsExactly("group-panic");
        assertThat(control.standings().getFirst().panic()).isTrue();
        assertThat(balancer.rosters.getLast().seats()).allMatch(Seat::open).hasSize(3);
        balancer.members = failing(20, 5, 0);
        assertThat(turn()).extracting(GroupEvent::kind).containsExactly("group-well");
    }

    private static List<MemberSnapshot> failing(long requests, long failures, long inARow) {
        return Stream.of(A, B, C)
                .map(member ->
                        new MemberSnapshot("farm", member, requests, requests, failures, 0, requests, 0, inARow, 0))
                .toList();
    }

    @Test
    void aBalancersOwnTimesCountWhereItHasSeenEnough() {
        control.configure(List.of(Farm.settings(List.of(A, B))));
        turn();
        control.slice(Farm.slice(A, 20, 0, 10));
        assertThat(standing(A).byBalancer()).isFalse();
        balancer.members = snapshots(0, 0);
        turn();
        balancer.members = snapshots(40, 40 * 7_000_000L);
        turn();
        assertThat(standing(A).byBalancer()).isTrue();
        assertThat(standing(A).responseMillis()).isEqualTo(7);
    }

    private static List<MemberSnapshot> snapshots(long requests, long nanos) {
        return Stream.of(A, B)
                .map(member -> new MemberSnapshot("farm", member, requests, requests, 0, 0, nanos, 0, 0, 0))
                .toList();
    }
}
