package org.activerouter.manager.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.history.JournalEntry;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.analyzer.load.LogLinearScale;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.tcp.TcpLimits;
import org.activerouter.manager.admin.Answer;
import org.activerouter.manager.control.RedirectedServer.Phase;
import org.activerouter.manager.policy.Condition;
import org.activerouter.manager.policy.EngineSettings;
import org.activerouter.manager.policy.PolicedService;
import org.activerouter.manager.policy.Policy;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final Endpoint SERVER = endpoint("192.0.2.1", 8888);
    private static final long START = 1_800_000_000L * 1_000_000_000L;
    private static final AnalysisSnapshot NOTHING_SEEN = new Analysis(new AnalysisSettings(
                    Map.of(8888, "opennap"), false, TcpLimits.defaults(), LoadLimits.defaults(), History.NONE))
            .snapshot();

    private final List<String> diary = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final KernelDiary kernel = new KernelDiary(diary);
    private final ServiceDiary relay = new ServiceDiary(diary);
    private final SliceMailbox slices = new SliceMailbox();
    private Optional<String> kernelObstacle = Optional.empty();
    private long now = START;

    private static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ActiveConfiguration configuration(Policy.Mode mode, String hash) {
        Policy policy = new Policy(
                "slow",
                mode,
                Policy.Estimator.WINDOW,
                List.of(new Condition.ResponseTime(
                        Condition.Statistic.MEAN, Duration.ofMillis(200), Duration.ofMillis(100))),
                Policy.Combination.ANY,
                Duration.ofSeconds(2),
                20,
                3,
                0.5,
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                2,
                Duration.ofMinutes(5),
                0.5,
                Policy.Handover.NEW_ONLY,
                false);
        PolicedService service = new PolicedService("directory", "opennap", Set.of(8888), policy, Set.of(), Set.of());
        return new ActiveConfiguration(
                "router.conf",
                new EngineSettings(List.of(service), hash),
                Map.of("directory", "relay"),
                List.of(),
                Optional.empty());
    }

    private Router router(Policy.Mode mode) {
        return router(mode, () -> NOTHING_SEEN);
    }

    private Router router(Policy.Mode mode, Supplier<AnalysisSnapshot> seen) {
        return new Router(
                new RouterParts(
                        seen,
                        slices,
                        Map.of("relay", relay),
                        kernel,
                        HandoverSources.NONE,
                        () -> kernelObstacle,
                        journal::add,
                        List.of()),
                configuration(mode, "one"),
                () -> now);
    }

    /** Lets some seconds pass in which the server answers so fast, at forty queries a second of four clients. */
    private void pass(Router router, double seconds, long responseMillis) {
        for (int slice = 0; slice < seconds * 4; slice++) {
            slices.slice(slice(now, responseMillis));
            now += LoadSlice.LENGTH_NANOS;
            slices.over(now);
            router.turn();
            kernel.obey();
        }
    }

    private static LoadSlice slice(long start, long responseMillis) {
        long response = responseMillis * 1_000_000;
        Map<String, Integer> clients = new HashMap<>();
        for (int client = 1; client <= 5; client++) {
            clients.put("198.51.100." + client, 2);
        }
        return new LoadSlice(
                SERVER,
                "opennap",
                start,
                LoadSlice.LENGTH_NANOS,
                0,
                10,
                start,
                start + LoadSlice.LENGTH_NANOS - 1,
                10,
                10,
                0,
                0,
                0,
                30,
                0,
                0,
                10 * response,
                response,
                Map.of(LogLinearScale.bin(response), 10),
                clients,
                5);
    }

    private List<String> kinds() {
        return journal.stream().map(JournalEntry::kind).toList();
    }

    @Test
    void aServerThatDrownsIsRedirectedAndOneThatRecoversIsGivenBack() {
        Router router = router(Policy.Mode.ACT);
        pass(router, 5, 20);
        assertThat(diary).isEmpty();

        pass(router, 4, 900);
        assertThat(router.status().redirected())
                .singleElement()
                .satisfies(redirected -> assertThat(redirected.phase()).isEqualTo(Phase.IN_FORCE));

        pass(router, 15, 20);
        assertThat(router.status().redirected()).isEmpty();
        assertThat(kinds()).containsExactly("redirect", "release");
    }

    @Test
    void eachDecisionIsInTheJournalWithItsEvidence() {
        Router router = router(Policy.Mode.ACT);
        pass(router, 5, 20);
        pass(router, 4, 900);

        JournalEntry entry = journal.getFirst();
        assertThat(entry.server()).isEqualTo(SERVER);
        assertThat(entry.text()).startsWith("redirect 192.0.2.1:8888").contains("200 ms");
        assertThat(entry.evidence())
                .contains("\"metric\":\"response-time\"")
                .contains("\"high\":200")
                .contains("\"configuration\":\"one\"");
        assertThat(router.why(SERVER).text()).contains("Lately:").contains(entry.text());
    }

    @Test
    void aPolicyThatOnlyObservesTouchesNeitherServiceNorKernel() {
        Router router = router(Policy.Mode.OBSERVE);
        pass(router, 5, 20);
        pass(router, 4, 900);

        assertThat(diary).isEmpty();
        assertThat(kinds()).containsExactly("would-redirect");
        assertThat(router.why(SERVER).text()).contains("would be").contains("Lately:");
    }

    @Test
    void whatServicesAskByThemselvesIsNoClients() {
        Router router = router(Policy.Mode.ACT);
        relay.asksFrom(
                endpoint("198.51.100.1", 0).address(),
                endpoint("198.51.100.2", 0).address(),
                endpoint("198.51.100.3", 0).address());
        pass(router, 5, 20);
        pass(router, 4, 900);

        assertThat(diary).isEmpty();
        assertThat(router.why(SERVER).text()).contains("2 clients are fewer than 3");
    }

    @Test
    void aServiceThatCannotListenIsSaidOnceAndNothingIsRedirected() {
        Router router = router(Policy.Mode.ACT);
        relay.refuse("no port is free");
        pass(router, 5, 20);
        pass(router, 4, 900);

        assertThat(diary).isEmpty();
        assertThat(kinds()).containsExactly("redirect", "redirect-failed");
        assertThat(router.status().standings().getFirst().state().name()).isEqualTo("DIRECT");
    }

    @Test
    void whileTheKernelCanTakeNoMoreNothingNewIsRedirectedAndStatusSaysWhy() {
        Router router = router(Policy.Mode.ACT);
        pass(router, 5, 20);
        kernelObstacle = Optional.of("the kernel's connection table is full");
        pass(router, 4, 900);

        assertThat(diary).isEmpty();
        assertThat(router.status().degraded()).contains("the kernel's connection table is full");
        assertThat(router.why(SERVER).text()).contains("the kernel's connection table is full");
    }

    @Test
    void anOperatorRedirectsReleasesAndLeavesAServerToItsPolicy() {
        Router router = router(Policy.Mode.OBSERVE);
        pass(router, 3, 20);

        assertThat(router.redirect(SERVER).outcome()).isEqualTo(Answer.Outcome.DONE);
        assertThat(diary).containsExactly("serve 192.0.2.1:8888", "want [192.0.2.1:8888>8888]");
        assertThat(router.release(SERVER).outcome()).isEqualTo(Answer.Outcome.DONE);
        assertThat(diary).endsWith("want []");
        router.automatic(SERVER);
        pass(router, 3, 20);
        assertThat(router.status().redirected()).isEmpty();
        assertThat(diary).endsWith("retire 192.0.2.1:8888");
    }

    @Test
    void whereNoPolicyActsTheOperatorIsToldThatNothingCanBeRedirected() {
        Router router = router(Policy.Mode.OBSERVE);
        pass(router, 3, 20);
        kernel.obstacle = Optional.of("no policy has mode = act");

        Answer answer = router.redirect(SERVER);
        pass(router, 1, 20);

        assertThat(answer).isEqualTo(Answer.refused("no policy has mode = act\n"));
        assertThat(diary).isEmpty();
        assertThat(router.why(SERVER).text()).startsWith("192.0.2.1:8888 is not redirected\n");
    }

    @Test
    void whoAsksWhyInAPanicHearsThatNobodyIsRedirected() {
        Router router = router(Policy.Mode.ACT);
        pass(router, 5, 20);
        pass(router, 4, 900);
        assertThat(router.why(SERVER).text()).doesNotContain("reach the server itself");

        kernel.panic();
        pass(router, 1, 900);

        assertThat(router.why(SERVER).text())
                .contains(
                        "\n  new clients still reach the server itself: there is a panic until 'active-router resume'\n");
    }

    @Test
    void aServerThatNoServiceCoversCannotBeRedirected() {
        Answer answer = router(Policy.Mode.ACT).redirect(endpoint("192.0.2.1", 80));

        assertThat(answer.outcome()).isEqualTo(Answer.Outcome.REFUSED);
        assertThat(answer.text()).contains("192.0.2.1:80");
    }

    @Test
    void aNewConfigurationTakesEffectAtOnceAndDecisionsCarryItsHash() {
        Router router = router(Policy.Mode.OBSERVE);
        pass(router, 5, 20);

        router.configure(configuration(Policy.Mode.ACT, "two"));
        pass(router, 6, 900);

        assertThat(router.status().configurationHash()).isEqualTo("two");
        assertThat(kinds()).containsExactly("configuration", "redirect");
        assertThat(journal.getLast().evidence()).contains("\"configuration\":\"two\"");
    }

    @Test
    void aConfigurationThatWasNotTakenOnIsAWarningAndNoNews() {
        Router router = router(Policy.Mode.OBSERVE);

        router.configure(configuration(Policy.Mode.OBSERVE, "one").withTrouble("router.conf was not taken on"));

        assertThat(kinds()).containsExactly("configuration-refused");
        assertThat(router.status().degraded()).containsExactly("router.conf was not taken on");
    }

    @Test
    void theStatusForPeopleSaysWhatThereIsToSee() {
        Router router = router(Policy.Mode.ACT);
        pass(router, 5, 20);
        pass(router, 4, 900);
        kernelObstacle = Optional.of("the kernel's connection table is full");
        pass(router, 0.25, 900);

        String because =
                "overloaded: mean response time 350 ms, above 200 ms; 80 queries of 5 clients in 2 s, 20 % by one;"
                        + " 0.0 % of the capture lost; configuration one";
        assertThat(StatusText.of(router.status())).isEqualTo("""
                DEGRADED, running for 0 min 9 s, configuration one of router.conf.
                  ! the kernel's connection table is full

                No server has been seen yet.

                redirected      to                  phase     because
                192.0.2.1:8888  relay on port 8888  in-force  %s

                Capture: 0 packets, 0 lost; 0 connections followed.
                Kernel: redirects in force: 1; mended 0 times, failed 0 times.
                History: 0 rows written, 0 dropped.
                """.formatted(because));
    }

    /** It would go on redirecting, and nobody would ever release anything. */
    @Test
    void aControlLoopThatDiesOfAnErrorIsSaidToHaveFailed() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        Router router = router(Policy.Mode.ACT, () -> {
            if (broken.get()) {
                throw new AssertionError("on purpose");
            }
            return NOTHING_SEEN;
        });
        broken.set(true);
        try (ControlThread control = ControlThread.start(router)) {
            assertThat(control.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(control.hasFailed()).isTrue();
        }
    }

    @Test
    void aMachinesClockThatIsSetChangesNothingOfHowLongItRuns() {
        Router router = router(Policy.Mode.ACT);
        pass(router, 5, 20);
        now -= Duration.ofDays(20_000).toNanos();
        pass(router, 1, 20);
        now += Duration.ofDays(10_000).toNanos();
        pass(router, 1, 20);

        assertThat(router.status().uptime()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void theStatusIsTheSameForPeopleAndForPrograms() {
        Router router = router(Policy.Mode.ACT);
        pass(router, 5, 20);
        pass(router, 4, 900);

        assertThat(StatusText.of(router.status())).contains("192.0.2.1:8888").contains("relay on port 8888");
        assertThat(StatusJson.of(router.status()))
                .contains("\"redirects\":[{\"server\":\"192.0.2.1:8888\"")
                .contains("\"phase\":\"in-force\"");
    }
}
