package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.activerouter.manager.netfilter.KernelSettings.Backend;
import org.activerouter.manager.netfilter.Observed.Rules;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Redirects on the real kernel, in both back ends: that they work, and that they cannot hurt. */
class RedirectIT extends InRouterLab {
    private static final Redirect WANTED = RouterLab.redirect();

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void aRedirectedClientPassesTheRelayAndTheServerSeesTheClientItself(Backend backend)
            throws IOException, InterruptedException {
        lab.startServer();
        lab.startRelay("r");
        try (Reconciler reconciler = lab.redirecting("r", backend)) {
            assertThat(lab.ask()).startsWith("server " + RouterLab.CLIENT + ":").endsWith("\nhello\n");
            assertThat(relayed("r")).isZero();
            RouterLab.inForce(reconciler, WANTED);

            assertThat(lab.ask())
                    .startsWith("server " + RouterLab.CLIENT + ":")
                    .contains("asked " + RouterLab.SERVER + ":" + RouterLab.PORT)
                    .endsWith("\nhello\n");
            assertThat(relayed("r")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void twoRoutersInARowBothPassTheClientOn(Backend backend) throws IOException, InterruptedException {
        lab.startServer();
        lab.startRelay("r");
        lab.startRelay("q");
        try (Reconciler first = lab.redirecting("r", backend);
                Reconciler second = lab.redirecting("q", backend)) {
            RouterLab.inForce(first, WANTED);
            RouterLab.inForce(second, WANTED);

            assertThat(lab.ask()).startsWith("server " + RouterLab.CLIENT + ":").endsWith("\nhello\n");
            assertThat(relayed("r")).isEqualTo(1);
            assertThat(relayed("q")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void sessionsStayWhereTheyAreWhenARedirectComesAndGoes(Backend backend) throws IOException, InterruptedException {
        lab.startServer();
        Session direct = new Session(lab.startSession());
        try (Reconciler reconciler = lab.redirecting("r", backend)) {
            direct.talk();
            lab.startRelay("r");
            RouterLab.inForce(reconciler, WANTED);
            Session relayed = new Session(lab.startSession());
            relayed.talk();
            assertThat(relayed("r")).isEqualTo(1);

            RouterLab.inForce(reconciler);
            relayed.talk();
            direct.talk();
            assertThat(lab.ask()).startsWith("server");
            assertThat(relayed("r")).isEqualTo(1);
        }
        direct.talk();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void whenEverythingFreezesNewClientsReachTheServerWithin3Seconds(Backend backend)
            throws IOException, InterruptedException {
        lab.startServer();
        Process service = lab.startService("r", RouterLab.PORT);
        Process program = lab.startHeldRedirect("r", backend);
        Probe probe = new Probe(lab, folder, Duration.ofSeconds(5));
        TimeUnit.MILLISECONDS.sleep(500);
        long frozen = Probe.now();
        RouterLab.signal(program, "STOP");
        RouterLab.signal(service, "STOP");
        probe.finish();

        assertThat(probe.answers("service")).as("before").isGreaterThan(20);
        assertThat(probe.answers("server")).as("after").isGreaterThan(20);
        assertThat(probe.lastNotBy("server") - frozen).as("microseconds").isBetween(500_000L, 3_000_000L);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void leftoversOfAKilledProgramAreHarmlessAndSweptByTheNext(Backend backend)
            throws IOException, InterruptedException {
        String before = lab.everything("r");
        lab.startServer();
        Process program = lab.startHeldRedirect("r", backend);
        lab.startService("r", RouterLab.PORT);
        assertThat(lab.ask()).startsWith("service");
        program.destroyForcibly().waitFor();
        assertThat(lab.look("r", backend).rules()).isEqualTo(Rules.COMPLETE);
        TimeUnit.SECONDS.sleep(3);
        assertThat(lab.ask()).startsWith("server");

        lab.redirecting("r", backend).close();

        assertThat(lab.look("r", backend).rules()).isEqualTo(Rules.ABSENT);
        assertThat(foreign(lab.everything("r"))).isEqualTo(foreign(before));
    }

    @ParameterizedTest
    @EnumSource(names = "LEGACY")
    void whileAnotherProgramHoldsTheLockAChangeWaitsAndPanicRedirectsNobody(Backend backend)
            throws IOException, InterruptedException {
        lab.startServer();
        lab.startService("r", RouterLab.PORT);
        try (Reconciler reconciler = lab.redirecting("r", backend)) {
            RouterLab.inForce(reconciler, WANTED);
            Process holder = holdLock();
            reconciler.want(Set.of(WANTED, ReconciliationTest.redirect("10.83.1.11", 8888, 18888)));
            RouterLab.await("the trouble", () -> reconciler.status().failures() > 0);
            assertThat(reconciler.status().state()).isEqualTo(State.PENDING);
            assertThat(reconciler.status().troubles())
                    .singleElement()
                    .asString()
                    .contains("xtables.lock");
            assertThat(reconciler.status().inForce()).containsExactly(WANTED);
            holder.destroyForcibly();
            RouterLab.await("in force", () -> reconciler.status().state() == State.IN_FORCE);
            assertThat(reconciler.status().inForce()).hasSize(2);

            holder = holdLock();
            assertThat(reconciler.panic()).as("rules cannot be gone").isFalse();
            assertThat(lab.ask()).startsWith("server");
            holder.destroyForcibly();
            RouterLab.await("rules gone", () -> lab.isAbsent("r", backend));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void aServiceOnAnotherPortIsReachedToo(Backend backend) throws IOException, InterruptedException {
        lab.startServer();
        lab.startService("r", 18_888);
        try (Reconciler reconciler = lab.redirecting("r", backend)) {
            RouterLab.inForce(reconciler, ReconciliationTest.redirect(RouterLab.SERVER, RouterLab.PORT, 18_888));
            assertThat(lab.ask()).startsWith("service").contains("asked 10.83.1.10:8888");
            TimeUnit.SECONDS.sleep(4);
            assertThat(lab.ask()).as("its lease is renewed").startsWith("service");

            RouterLab.inForce(reconciler);
            assertThat(lab.ask()).startsWith("server");
            assertThat(lab.run("r", "ipset", "list", "-name")).doesNotContain("18888");
        }
    }

    private Process holdLock() throws IOException, InterruptedException {
        Path log = folder.resolve("holder");
        Process holder = lab.start(
                "r",
                log,
                List.of("flock", "--no-fork", lab.lockFile().toString(), "sh", "-c", "echo held; exec sleep 60"));
        RouterLab.await("the lock", () -> RouterLab.read(log).contains("held"));
        return holder;
    }

    private long relayed(String node) throws IOException, InterruptedException {
        return lab.run(node, "conntrack", "-L", "-p", "tcp")
                .lines()
                .filter(line -> line.contains("zone-orig=1089"))
                .count();
    }

    /** An nft table that a back end has once used stays, empty; a legacy one stays as well. */
    private static String foreign(String everything) {
        return everything
                .replaceAll("table ip (raw|mangle|filter|nat) \\{\n}\n", "")
                .replaceAll("(?m)^(\\*.*|:.*|COMMIT)\n", "");
    }
}
