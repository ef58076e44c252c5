package org.activerouter.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever becomes of the router, new clients reach the real server. */
@Tag("timed")
class RouterFailureIT extends InLabNetwork {
    private static final String SERVER = LabNetwork.SERVER + ":" + LabNetwork.PORT;

    /** From the router's death to a client that was served. */
    private static final double KILLED_MILLIS = 50;

    /** The same when it is frozen: its lease has to lapse. */
    private static final double FROZEN_MILLIS = 3_000;

    private static final String CONFIGURATION = """
            capture { servers-side = ["srv"], clients-side = ["cli"] }
            services { directory { protocol = opennap, policy = slow } }
            policies { slow { mode = act, response-time { high = 200ms, low = 100ms } } }
            """;

    @BeforeEach
    void startServer() throws IOException, InterruptedException {
        lab.startServer("s", 0);
    }

    private Process redirected() throws Exception {
        Process router = lab.startRouter(CONFIGURATION);
        lab.ask("redirect", SERVER);
        lab.await("the redirect", this::inForce);
        return router;
    }

    private boolean inForce() {
        try {
            return lab.status()
                    .path("redirects")
                    .path(0)
                    .path("phase")
                    .asString("")
                    .equals("in-force");
        } catch (IOException e) {
            return false;
        }
    }

    private Process visit(double seconds) throws IOException, InterruptedException {
        Process visitor = lab.startProgram(
                "b", "visitor", "Reachability", "--server", SERVER, "--from", "10.81.2.101", "--seconds", "" + seconds);
        lab.await("the visitor", () -> LabNetwork.contains(lab.log("visitor"), "visiting"));
        TimeUnit.MILLISECONDS.sleep(700);
        return visitor;
    }

    /** Milliseconds from a moment to the end of the first good visit that began after it. */
    private double outage(double sinceEpochMillis) throws IOException {
        double first = Double.MAX_VALUE;
        for (JsonNode visit : JsonMapper.shared()
                .readTree(Files.readString(lab.report("visitor")))
                .path("visits")) {
            double began = visit.path("beganEpochMillis").asDouble();
            if (began >= sinceEpochMillis && visit.path("trouble").asString().isEmpty()) {
                first = Math.min(first, began + visit.path("tookMillis").asDouble());
            }
        }
        return first - sinceEpochMillis;
    }

    @Test
    void afterKillNewClientsReachTheServerAtOnce() throws Exception {
        List<Double> outages = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            Process router = redirected();
            Process visitor = visit(2);
            router.destroyForcibly();
            double killed = System.currentTimeMillis();
            router.waitFor();
            lab.complete(visitor);
            outages.add(outage(killed));
        }

        Collections.sort(outages);
        System.out.println("kill -9: a new client was served by the server after " + outages + " ms");
        assertThat(outages.get(2)).as("median of %s", outages).isLessThan(KILLED_MILLIS);
    }

    @Test
    void whenTheRouterFreezesNewClientsReachTheServerWithinItsLease() throws Exception {
        Process router = redirected();
        Process visitor = visit(5);
        lab.signal(router, "STOP");
        double frozen = System.currentTimeMillis();
        lab.complete(visitor);
        lab.signal(router, "CONT");

        System.out.println("SIGSTOP: a new client was served by the server after " + outage(frozen) + " ms");
        assertThat(outage(frozen)).isLessThan(FROZEN_MILLIS);
    }

    @Test
    void whenItEndsNothingOfItIsLeftInTheKernel() throws Exception {
        lab.run(
                "r",
                "iptables",
                "-A",
                "FORWARD",
                "-s",
                "192.0.2.77",
                "-j",
                "DROP",
                "-m",
                "comment",
                "--comment",
                "a foreigner's");
        String before = lab.rules("r");
        Process router = redirected();
        assertThat(lab.rules("r")).isNotEqualTo(before);

        lab.finish(router);

        assertThat(lab.rules("r")).isEqualTo(before);
        assertThat(lab.run("r", "ipset", "list", "-n")).isBlank();
        assertThat(lab.run("r", "ip", "rule")).doesNotContain("1089");
    }

    @Test
    void aPanicTakesEveryRuleOutWithinASecondAndStaysOut() throws Exception {
        String before = lab.rules("r");
        redirected();

        long began = System.nanoTime();
        lab.askSocket("panic");
        double took = (System.nanoTime() - began) / 1e6;
        String after = lab.rules("r");
        TimeUnit.SECONDS.sleep(5);

        System.out.println("panic: free after " + took + " ms");
        assertThat(took).isLessThan(1_000);
        assertThat(after).isEqualTo(before);
        assertThat(lab.rules("r")).isEqualTo(before);
        assertThat(lab.ask("status")).contains("panic");
        lab.ask("resume");
        lab.await("the redirect to be back", this::inForce);
    }

    @Test
    void aReloadThatFailsKeepsTheOldConfiguration() throws Exception {
        redirected();
        String before = lab.status().path("configurationHash").asString();
        Files.writeString(lab.configuration(), "services { directory { protokoll = opennap } }");

        assertThat(lab.askSocket("reload")).contains("router.conf").contains("stays in force");
        assertThat(lab.status().path("configurationHash").asString()).isEqualTo(before);
        assertThat(lab.status().path("degraded").toString()).contains("was not taken on");
        assertThat(inForce()).isTrue();
    }

    @Test
    void aDiskWithoutRoomForHistoryDoesNotStopRouting() throws Exception {
        Path disk = Files.createDirectories(lab.database().getParent());
        mount("-t", "tmpfs", "-o", "size=3m", "lab", disk.toString());
        try {
            redirected();

            assertThat(lab.status().path("degraded").toString()).contains("MiB are free");
        } finally {
            lab.endAll();
            run("umount", disk.toString());
        }
    }

    @Test
    void aDamagedStateDatabaseIsMovedAsideAndDoesNotStopRouting() throws Exception {
        Path file = Path.of(lab.database() + ".mv.db");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[100_000]);

        redirected();

        assertThat(lab.status().path("degraded").toString()).contains("was damaged");
    }

    private static void mount(String... words) throws IOException, InterruptedException {
        run(Stream.concat(Stream.of("mount"), Stream.of(words)).toArray(String[]::new));
    }

    private static void run(String... words) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor())
                .as(String.join(" ", words))
                .isZero();
    }

    @Test
    void aRouterThatWasKilledIsSucceededByOneThatSweepsItsLeftovers() throws Exception {
        String before = lab.rules("r");
        redirected().destroyForcibly().waitFor();
        assertThat(lab.rules("r")).isNotEqualTo(before);

        Process successor = lab.startRouter(CONFIGURATION);
        assertThat(lab.status().path("redirects")).isEmpty();
        lab.finish(successor);

        assertThat(lab.rules("r")).isEqualTo(before);
    }
}
