package org.activerouter.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of sessions that are open when a server is redirected, when it is released, and when the router dies meanwhile. */
@Tag("timed")
class SessionHandoverIT extends InLabNetwork {
    private static final String SERVER = LabNetwork.SERVER + ":" + LabNetwork.PORT;
    private static final List<String> USERS =
            List.of("10.81.2.101", "10.81.2.102", "10.81.2.103", "10.81.2.104", "10.81.2.105", "10.81.2.106");
    private static final int SESSIONS = 24;

    /** Silence after which the guard kills, with what it takes to notice inside of three seconds. */
    private static final Duration SILENCE = Duration.ofMillis(2_500);

    private static final double FROZEN_MILLIS = 3_000;

    @BeforeEach
    void startServer() throws IOException, InterruptedException {
        lab.startServer("s", 1_000);
    }

    private static String configuration(String service, String handover) {
        return """
                capture { servers-side = ["srv"], clients-side = ["cli"] }
                services { directory { protocol = opennap, service = %s, policy = slow } }
                policies { slow { mode = act, handover = %s, response-time { high = 2s, low = 1s } } }
                """.formatted(service, handover);
    }

    /** Users who stay on one connection for all their searches, and share files. */
    private Process users() throws IOException, InterruptedException {
        // On a busy machine the rules take their time, and the users would have left before anything happens.
        lab.await(
                "the rules",
                () -> status().path("kernel").path("state").asString("").equals("in-force"));
        Process users = lab.startPeers(
                "b",
                "users",
                LabNetwork.SERVER,
                USERS,
                "--per-address",
                "" + SESSIONS / USERS.size(),
                "--seconds",
                "300",
                "--rate",
                "5");
        awaitMoreSearches();
        return users;
    }

    private long queries() {
        return status().path("servers").path(0).path("queries").asLong();
    }

    private void awaitMoreSearches() throws InterruptedException {
        long before = queries();
        lab.await("all users to go on searching", () -> queries() > before + 5 * SESSIONS);
    }

    /** For some searches and answers more, of which the router tells nothing, or not all. */
    private static void letThemGoOn() throws InterruptedException {
        TimeUnit.SECONDS.sleep(3);
    }

    private JsonNode status() {
        try {
            return lab.status();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long handover(String name) {
        return status().path("handovers").path(0).path(name).asLong();
    }

    private void redirect() throws IOException, InterruptedException {
        lab.ask("redirect", SERVER);
        lab.await("the sessions to be moved", () -> handover("takenOver") == SESSIONS);
    }

    private JsonNode report() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(lab.report("users")));
    }

    private void assertNobodyNoticed() throws IOException {
        assertThat(report().path("disconnects").asInt(-1)).as("lost sessions").isZero();
        assertThat(report().path("completed").asLong())
                .as("complete answers")
                .isPositive()
                .isEqualTo(report().path("queries").asLong());
    }

    private long served(String service, ToLongFunction<JsonNode> figure) {
        return figure.applyAsLong(
                status().path("services").path(service).path("served").path(0));
    }

    /** Established connections with the server in a node, as its kernel has them. */
    private long connections(String node) {
        try {
            return lab.run(node, "ss", "-Htn", "state", "established", "( sport = 8888 or dport = 8888 )")
                    .lines()
                    .count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void openSessionsMoveIntoTheRelayAndBackAndNobodyNotices() throws Exception {
        lab.startRouter(configuration("relay", "takeover"));
        Process users = users();
        redirect();
        assertThat(lab.ask("why", SERVER)).contains(SESSIONS + " sessions were taken over");
        long before = served("relay", each -> each.path("bytesFromClients").asLong());
        lab.await(
                "the relay to be asked",
                () -> served("relay", each -> each.path("bytesFromClients").asLong()) > before);
        assertThat(connections("r")).as("ends in the router").isEqualTo(2 * SESSIONS);

        lab.ask("release", SERVER);
        lab.await("the sessions to be back", () -> handover("handedBack") == SESSIONS);
        assertThat(connections("r")).as("ends in the router").isZero();
        awaitMoreSearches();
        lab.leave(users);

        assertNobodyNoticed();
        System.out.println("taken over: " + status().path("handovers"));
    }

    @Test
    void whenTheRouterEndsInGoodOrderNobodyNoticesEither() throws Exception {
        Process router = lab.startRouter(configuration("relay", "takeover"));
        Process users = users();
        redirect();
        lab.finish(router);
        assertThat(connections("r")).as("ends in the router").isZero();
        letThemGoOn();
        lab.leave(users);

        assertNobodyNoticed();
        assertThat(lab.run("r", "ipset", "list", "-n")).isBlank();
    }

    @Test
    void theServerIsRelievedOfSessionsThatNeverReconnect() throws Exception {
        lab.startRouter(configuration("cache-proxy", "takeover"));
        Process users = users();
        double rate = status().path("servers").path(0).path("queryRate").asDouble();
        redirect();
        lab.await(
                "the cache to answer",
                () -> status().path("servers").path(0).path("queryRate").asDouble() < rate / 2);
        assertThat(served("cache-proxy", each -> each.path("forwarded").asLong()))
                .isLessThan(served("cache-proxy", each -> each.path("queries").asLong()));
        lab.ask("release", SERVER);
        lab.await("everybody to be told", () -> handover("handedBack") + handover("stillRelayed") == SESSIONS);
        letThemGoOn();
        lab.leave(users);

        assertNobodyNoticed();
    }

    @Test
    void whereThePolicySaysSoClientsAreResetAndComeBackToTheService() throws Exception {
        lab.startRouter(configuration("relay", "reconnect"));
        Process users = users();
        lab.ask("redirect", SERVER);
        lab.await("the sessions to be reset", () -> handover("reconnected") == SESSIONS);
        lab.await(
                "the clients to be back",
                () -> served("relay", each -> each.path("open").asLong()) == SESSIONS);
        assertThat(connections("s")).as("sessions that the server has").isEqualTo(SESSIONS);
        letThemGoOn();
        lab.leave(users);

        assertThat(report().path("disconnects").asInt()).isEqualTo(SESSIONS);
    }

    @Test
    void killedWithSessionsOfItsOwnBothEndsSeeItAndNothingIsLeft() throws Exception {
        String before = lab.rules("r");
        Process router = lab.startGuardedRouter(configuration("relay", "takeover"), SILENCE);
        Process users = users();
        redirect();

        killProgram(router, "KILL");
        lab.await(
                "the clients to be back without the router",
                () -> connections("s") == SESSIONS && connections("r") == 0);
        router.waitFor();
        letThemGoOn();
        lab.leave(users);

        assertThat(lab.rules("r")).isEqualTo(before);
        assertThat(lab.run("r", "ipset", "list", "-n")).isBlank();
        assertThat(report().path("disconnects").asInt()).isEqualTo(SESSIONS);
    }

    @Test
    void frozenItIsKilledWithinThreeSecondsAndNothingIsLeft() throws Exception {
        String before = lab.rules("r");
        Process router = lab.startGuardedRouter(configuration("relay", "takeover"), SILENCE);
        Process users = users();
        redirect();

        killProgram(router, "STOP");
        long frozen = System.nanoTime();
        lab.await("the router's end", () -> connections("r") == 0);
        double took = (System.nanoTime() - frozen) / 1e6;
        router.waitFor();
        letThemGoOn();
        lab.leave(users);

        System.out.println("SIGSTOP: killed after " + took + " ms");
        assertThat(took).isLessThan(FROZEN_MILLIS);
        assertThat(lab.rules("r")).isEqualTo(before);
    }

    /** The guard's child, which is the program. */
    private void killProgram(Process guard, String signal) throws IOException, InterruptedException {
        ProcessHandle program = guard.children().findFirst().orElseThrow();
        assertThat(new ProcessBuilder("kill", "-" + signal, "" + program.pid())
                        .start()
                        .waitFor())
                .isZero();
    }
}
