package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.activerouter.manager.netfilter.KernelSettings.Backend;
import org.activerouter.manager.netfilter.Observed.Rules;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** How quickly clients are with their server again, or with the service, when something is killed, flushed or given up. */
@Tag("timed")
class RedirectTimesIT extends InRouterLab {
    private static final Redirect WANTED = RouterLab.redirect();

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void whenTheServiceIsKilledNewClientsReachTheServerWithin50Milliseconds(Backend backend)
            throws IOException, InterruptedException {
        lab.startServer();
        Process service = lab.startService("r", RouterLab.PORT);
        try (Reconciler reconciler = lab.redirecting("r", backend)) {
            RouterLab.inForce(reconciler, WANTED);
            Probe probe = new Probe(lab, folder, Duration.ofSeconds(2));
            TimeUnit.MILLISECONDS.sleep(700);
            long killed = Probe.now();
            service.destroyForcibly();
            probe.finish();

            assertThat(probe.answers("service")).as("before").isGreaterThan(20);
            assertThat(probe.answers("server")).as("after").isGreaterThan(20);
            assertThat(probe.lastNotBy("server") - killed).as("microseconds").isLessThan(50_000);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void whatSomebodyElseRemovesIsBackWithinFiveSeconds(Backend backend) throws IOException, InterruptedException {
        String tool = tool(backend);
        lab.startServer();
        lab.startService("r", RouterLab.PORT);
        try (Reconciler reconciler = lab.redirecting("r", backend)) {
            RouterLab.inForce(reconciler, WANTED);
            for (List<String> harm : List.of(
                    List.of(tool, "-w", "-t", "nat", "-F"),
                    List.of(tool, "-w", "-t", "mangle", "-F", "PREROUTING"),
                    List.of("ip", "rule", "del", "pref", "1089", "iif", "srv"),
                    List.of("ip", "route", "flush", "table", "1089"))) {
                long mended = reconciler.status().mended();
                lab.run("r", harm.toArray(String[]::new));
                RouterLab.await(
                        "mending of " + harm,
                        Duration.ofSeconds(5),
                        () -> reconciler.status().mended() > mended);
                assertThat(lab.look("r", backend))
                        .satisfies(seen -> assertThat(seen.rules()).isEqualTo(Rules.COMPLETE));
                assertThat(lab.ask()).startsWith("service");
            }
            lab.run("r", "ipset", "flush", "arlease");
            TimeUnit.SECONDS.sleep(1);
            assertThat(lab.ask()).startsWith("service");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void againstAProgramThatKeepsFlushingItGivesUpLoudly(Backend backend) throws IOException, InterruptedException {
        lab.startServer();
        lab.startService("r", RouterLab.PORT);
        try (Reconciler reconciler = lab.redirecting("r", backend)) {
            RouterLab.inForce(reconciler, WANTED);
            RouterLab.await("surrender", Duration.ofSeconds(40), () -> {
                flushNat(backend);
                return reconciler.status().state() == State.SURRENDERED;
            });

            assertThat(reconciler.status().mended()).isEqualTo(5);
            assertThat(reconciler.status().troubles())
                    .singleElement()
                    .asString()
                    .contains("resume");
            RouterLab.await("rules gone", () -> lab.isAbsent("r", backend));
            assertThat(lab.ask()).startsWith("server");
            reconciler.resume();
            RouterLab.await("in force", () -> reconciler.status().state() == State.IN_FORCE);
            assertThat(lab.ask()).startsWith("service");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void panicTakesAllRulesAwayWithinASecondAndStaysOut(Backend backend) throws IOException, InterruptedException {
        lab.startServer();
        lab.startService("r", RouterLab.PORT);
        try (Reconciler reconciler = lab.redirecting("r", backend)) {
            RouterLab.inForce(reconciler, WANTED);
            assertThat(lab.ask()).startsWith("service");

            assertThat(reconciler.panic()).as("within a second").isTrue();

            assertThat(lab.look("r", backend).rules()).isEqualTo(Rules.ABSENT);
            assertThat(lab.ask()).startsWith("server");
            reconciler.want(Set.of());
            reconciler.want(Set.of(WANTED));
            TimeUnit.SECONDS.sleep(3);
            assertThat(lab.look("r", backend).rules()).isEqualTo(Rules.ABSENT);
            assertThat(reconciler.status().state()).isEqualTo(State.PANIC);

            reconciler.resume();
            RouterLab.await("in force", () -> reconciler.status().state() == State.IN_FORCE);
            assertThat(lab.ask()).startsWith("service");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void whenTheRenewingChildDiesAnotherTakesItsPlace(Backend backend) throws IOException, InterruptedException {
        lab.startServer();
        lab.startService("r", RouterLab.PORT);
        try (Reconciler reconciler = lab.redirecting("r", backend)) {
            RouterLab.inForce(reconciler, WANTED);
            RouterLab.await("the child", () -> renewers() == 1);
            Probe probe = new Probe(lab, folder, Duration.ofSeconds(4));
            ProcessHandle.current()
                    .descendants()
                    .filter(RedirectTimesIT::isRenewer)
                    .forEach(ProcessHandle::destroyForcibly);
            probe.finish();

            assertThat(probe.answers("service")).isGreaterThan(20);
            assertThat(probe.answers("server")).as("the lease lapsed").isZero();
            assertThat(renewers()).isEqualTo(1);
        }
        RouterLab.await("no child left", () -> renewers() == 0);
    }

    private static long renewers() {
        return ProcessHandle.current()
                .descendants()
                .filter(RedirectTimesIT::isRenewer)
                .count();
    }

    private static boolean isRenewer(ProcessHandle process) {
        return process.isAlive() && process.info().commandLine().orElse("").endsWith("ipset -");
    }

    private static String tool(Backend backend) {
        return backend == Backend.NFT ? "iptables-nft" : "iptables-legacy";
    }

    private void flushNat(Backend backend) {
        try {
            lab.run("r", tool(backend), "-w", "-t", "nat", "-F");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
