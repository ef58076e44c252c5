package org.activerouter.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.activerouter.lab.agreement.Counts;
import org.activerouter.lab.agreement.LiveAgreement;
import org.activerouter.lab.agreement.PeersReport;
import org.activerouter.lab.agreement.RouterReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The router's counts and times against those of the clients, on real connections between two subnets. */
@Tag("timed")
class LiveObservationIT extends InLabNetwork {
    private static final List<String> USERS =
            List.of("10.81.2.101", "10.81.2.102", "10.81.2.103", "10.81.2.104", "10.81.2.105", "10.81.2.106");
    private static final List<String> SHARERS = List.of("10.81.1.101", "10.81.1.102", "10.81.1.103");
    private static final String OTHER_SERVER = "10.81.2.66";

    @Test
    void onTheServerSideTheRouterCountsAndTimesWhatTheClientsDo() throws IOException, InterruptedException {
        lab.startServer("s", 2_000);
        Process observer = lab.startObserver("r", "observer", "srv");
        Process sharers =
                lab.startPeers("a", "sharers", LabNetwork.SERVER, SHARERS, "--searches", "20", "--shares", "100");
        Process users = lab.startPeers("b", "users", LabNetwork.SERVER, USERS, "--searches", "100", "--rate", "30");
        lab.complete(sharers);
        lab.complete(users);
        lab.finish(observer);

        assertAgreement("observer", "users");
    }

    @Test
    void withAnOverloadedServerTheTimesStillAgree() throws IOException, InterruptedException {
        lab.startServer("s", 30_000);
        Process observer = lab.startObserver("r", "observer", "srv");
        lab.complete(lab.startPeers("b", "users", LabNetwork.SERVER, USERS, "--per-address", "4", "--searches", "12"));
        lab.finish(observer);

        assertAgreement("observer", "users");
        assertThat(PeersReport.read(List.of(lab.report("users"))).medianMillis())
                .as("with 24 users before two workers of 30 ms each waits for most others")
                .isGreaterThan(200);
    }

    @Test
    void twoInterfacesAreObservedAtOnce() throws IOException, InterruptedException {
        lab.startServer("s", 1_000);
        lab.startServer("x", 1_000);
        // Ports of the switch where each server is attached: every packet passes exactly one of them.
        Process observer = lab.startObserver("sw", "observer", "A-s", "B-x");
        Process users = lab.startPeers("b", "users", LabNetwork.SERVER, USERS, "--searches", "60", "--rate", "20");
        Process others = lab.startPeers("a", "others", OTHER_SERVER, SHARERS, "--searches", "60", "--rate", "20");
        lab.complete(users);
        lab.complete(others);
        lab.finish(observer);

        assertAgreement("observer", "users");
        assertAgreement("observer", "others");
    }

    @Test
    void aPacketThatPassesBothObservedInterfacesCountsOnce() throws IOException, InterruptedException {
        lab.startServer("s", 1_000);
        Process observer = lab.startObserver("r", "observer", "srv", "cli");
        lab.complete(lab.startPeers("b", "users", LabNetwork.SERVER, USERS, "--searches", "60", "--rate", "20"));
        lab.finish(observer);

        assertAgreement("observer", "users");
    }

    @Test
    void anInterfaceThatGoesDownIsSaidAndObservationGoesOnWhenItIsBack() throws IOException, InterruptedException {
        lab.startServer("s", 1_000);
        Process observer = lab.startObserver("r", "observer", "srv");
        lab.complete(lab.startPeers("b", "before", LabNetwork.SERVER, USERS, "--searches", "20", "--rate", "20"));

        lab.run("r", "ip", "link", "set", "srv", "down");
        lab.await("the trouble to be said", () -> lastLine("observer").contains("\"troubles\":[\""));
        String trouble = lastLine("observer");
        lab.run("r", "ip", "link", "set", "srv", "up");
        lab.await("the trouble to be over", () -> lastLine("observer").contains("\"troubles\":[]"));
        lab.complete(lab.startPeers("b", "after", LabNetwork.SERVER, USERS, "--searches", "20", "--rate", "20"));
        lab.finish(observer);

        assertThat(trouble).contains("srv");
        PeersReport both = PeersReport.read(List.of(lab.report("before"), lab.report("after")));
        LiveAgreement agreement = LiveAgreement.of(RouterReport.read(lab.log("observer")), both);
        assertThat(agreement.differences()).isEmpty();
    }

    private String lastLine(String name) {
        try {
            return Files.readString(lab.log(name)).lines().reduce("", (first, second) -> second);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertAgreement(String observer, String peers) throws IOException {
        RouterReport router = RouterReport.read(lab.log(observer));
        PeersReport counted = PeersReport.read(List.of(lab.report(peers)));

        assertThat(counted.total()).isNotEqualTo(Counts.NONE);
        assertThat(LiveAgreement.of(router, counted).differences()).isEmpty();
        assertThat(router.json().path("source").path("kernelDrops").asLong(-1)).isZero();
    }
}
