package org.activerouter.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.activerouter.lab.agreement.PeersReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole router on the real kernel: a crowd drowns a server, its clients are redirected, and sent back afterwards. */
@Tag("timed")
class OverloadReliefIT extends InLabNetwork {
    private static final List<String> USERS =
            List.of("10.81.2.101", "10.81.2.102", "10.81.2.103", "10.81.2.104", "10.81.2.105", "10.81.2.106");
    private static final List<String> SHARERS = List.of("10.81.1.101", "10.81.1.102", "10.81.1.103");

    /** Two workers of 20 ms each: a hundred searches a second. */
    private static final int SERVICE_MICROS = 20_000;

    /** From the overload to the first redirected connection. */
    private static final long WITHIN_MILLIS = 3_000;

    private static String configuration(String mode) {
        return """
                capture { servers-side = ["srv"], clients-side = ["cli"] }
                services { directory { protocol = opennap, policy = slow } }
                policies {
                  slow {
                    mode = %s
                    window = 2s
                    hold = 5s
                    response-time { statistic = mean, high = 200ms, low = 100ms }
                  }
                }
                """.formatted(mode);
    }

    /** Users who come back on a new connection every few searches, well below what the server can do. */
    private Process startUsers() throws IOException {
        return lab.startPeers(
                "b", "users", LabNetwork.SERVER, USERS, "--seconds", "300", "--rate", "5", "--visit", "5");
    }

    /** Many more of them, all at once: the server cannot keep up. */
    private Process startCrowd(String name, int seconds) throws IOException {
        return lab.startPeers(
                "b",
                name,
                LabNetwork.SERVER,
                USERS,
                "--per-address",
                "6",
                "--seconds",
                "" + seconds,
                "--rate",
                "6",
                "--visit",
                "4",
                "--seed",
                "2");
    }

    @Test
    void anOverloadedServerIsRelievedWithinThreeSecondsAndGivenBackAfterwards() throws Exception {
        Process server = lab.startServer("s", SERVICE_MICROS);
        lab.startRouter(configuration("act"));
        Process sharers = lab.startPeers(
                "a", "sharers", LabNetwork.SERVER, SHARERS, "--seconds", "300", "--rate", "1", "--shares", "100");
        Process users = startUsers();
        lab.await("the server to be well known", () -> queries() > 100);
        assertThat(status().path("redirects")).isEmpty();

        Process crowd = startCrowd("crowd", 15);
        lab.await("the redirect", () -> phase().equals("in-force"));
        long inForce = status().path("redirects").path(0).path("sinceMillis").asLong();
        lab.complete(crowd);
        long onset = epochMillis("crowd");
        lab.await("the release", () -> status().path("redirects").isEmpty());
        lab.leave(users);
        lab.leave(sharers);
        JsonNode relay = status().path("services").path("relay");
        lab.end(server);

        assertThat(inForce - onset)
                .as("milliseconds from the onset to the redirect")
                .isBetween(0L, WITHIN_MILLIS);
        assertThat(relay.path("accepted").asLong()).as("sessions in the relay").isGreaterThan(50);
        assertNothingWasLost();
        assertThat(serverSaw()).as("addresses and ports that the server saw").isEqualTo(clientsWere());
        assertThat(lab.ask("why", LabNetwork.SERVER + ":" + LabNetwork.PORT)).contains("response time");
    }

    @Test
    void inObserveModeNothingIsRedirectedAndWhySaysWhatWouldHaveBeen() throws Exception {
        lab.startServer("s", SERVICE_MICROS);
        lab.startRouter(configuration("observe"));
        Process users = startUsers();
        lab.await("the server to be well known", () -> queries() > 60);

        lab.complete(startCrowd("crowd", 10));
        String why = lab.ask("why", LabNetwork.SERVER + ":" + LabNetwork.PORT);
        lab.leave(users);

        assertThat(why).contains("would be");
        assertThat(status().path("services").path("relay").path("accepted").asLong())
                .isZero();
        assertThat(LabNetwork.contains(folder.resolve("router.err"), "would redirect"))
                .isTrue();
    }

    @Test
    void oneClientThatAsksAHealthyServerAThousandTimesASecondRedirectsNothing() throws Exception {
        lab.startServer("s", 0);
        lab.startRouter(configuration("act"));
        lab.complete(lab.startPeers(
                "b", "greedy", LabNetwork.SERVER, USERS.subList(0, 1), "--seconds", "8", "--rate", "1000"));

        assertThat(queries()).isGreaterThan(4_000);
        assertThat(status().path("services").path("relay").path("accepted").asLong())
                .isZero();
        assertThat(LabNetwork.contains(folder.resolve("router.err"), "redirect 10.81.1.10"))
                .isFalse();
    }

    private JsonNode status() {
        try {
            return lab.status();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long queries() {
        return status().path("servers").path(0).path("queries").asLong(0);
    }

    private String phase() {
        return status().path("redirects").path(0).path("phase").asString("");
    }

    private long epochMillis(String report) throws IOException {
        return json(report).path("beganEpochMillis").asLong();
    }

    private JsonNode json(String report) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(lab.report(report)));
    }

    private void assertNothingWasLost() throws IOException {
        for (String report : List.of("users", "crowd", "sharers")) {
            assertThat(json(report).path("disconnects").asInt(-1))
                    .as("lost sessions of " + report)
                    .isZero();
            assertThat(json(report).path("completed").asLong())
                    .as("complete answers of " + report)
                    .isPositive()
                    .isEqualTo(json(report).path("queries").asLong());
        }
    }

    private Set<String> serverSaw() throws IOException {
        Set<String> seen = new HashSet<>();
        json("server-s").path("clients").forEach(client -> seen.add(client.asString()));
        return seen;
    }

    private Set<String> clientsWere() throws IOException {
        Set<String> all = new HashSet<>();
        PeersReport report = PeersReport.read(List.of(lab.report("users"), lab.report("crowd"), lab.report("sharers")));
        report.clients()
                .forEach(client -> all.add(client.path("address").asString() + ":"
                        + client.path("port").asInt()));
        return all;
    }
}
