package org.activerouter.manager.group;

import static org.activerouter.manager.group.Farm.A;
import static org.activerouter.manager.group.Farm.B;
import static org.activerouter.manager.group.Farm.C;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.activerouter.analyzer.load.ServerSnapshot;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.Test;

class DiscoveredTest {
    private static List<Endpoint> members(GroupSettings settings, ServerSnapshot... seen) {
        return new Discovered(settings, List.of(seen)).members();
    }

    private static ServerSnapshot seen(Endpoint server, String protocol, long completed) {
        return GroupControlTest.seen(server, protocol, completed);
    }

    @Test
    void whoAnswersOnTheGroupsPortsInItsProtocolIsAMember() {
        Endpoint elsewhere = new Endpoint(A.address(), 8080);
        assertThat(members(
                        Farm.settings(List.of()), seen(A, "http", 1), seen(elsewhere, "http", 1), seen(B, "turns", 1)))
                .containsExactly(A);
    }

    @Test
    void whoWasOnlyAskedIsNone() {
        assertThat(members(Farm.settings(List.of()), seen(A, "http", 0))).isEmpty();
    }

    @Test
    void theOrderDoesNotDependOnWhoWasSeenFirst() {
        assertThat(members(Farm.settings(List.of()), seen(C, "http", 1), seen(A, "http", 1), seen(B, "http", 1)))
                .containsExactly(A, B, C);
    }

    @Test
    void nobodyIsWhereNobodyIsToBeDiscovered() {
        GroupSettings given = Farm.settings(List.of(B));
        GroupSettings configured = new GroupSettings(
                given.name(),
                given.protocol(),
                given.ports(),
                given.members(),
                false,
                given.mode(),
                given.weights(),
                given.draining(),
                given.ejection(),
                given.slowStart(),
                given.panicBelow());
        assertThat(members(configured, seen(A, "http", 1))).isEmpty();
    }
}
