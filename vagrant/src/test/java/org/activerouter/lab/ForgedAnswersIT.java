package org.activerouter.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.activerouter.lab.agreement.Counts;
import org.activerouter.lab.agreement.LiveAgreement;
import org.activerouter.lab.agreement.PeersReport;
import org.activerouter.lab.agreement.RouterReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Somebody in the clients' subnet sends answers in the server's name. The capture on the clients' side sees them; no client
 * has acknowledged them; they must not count.
 */
class ForgedAnswersIT {
    private static final List<String> USERS = List.of("10.81.2.101", "10.81.2.102", "10.81.2.103");
    private static final String VICTIM = USERS.getFirst();
    private static final int FORGERIES = 1_500;
    private static final Pattern ACKNOWLEDGED_DATA = Pattern.compile("seq (\\d+):(\\d+), ack (\\d+)");

    @TempDir
    Path folder;

    private LabNetwork lab;

    @BeforeEach
    void observeBothSides() throws IOException, InterruptedException {
        lab = new LabNetwork(folder);
        lab.startServer("s", 1_000);
    }

    @AfterEach
    void down() throws IOException, InterruptedException {
        lab.tearDown();
    }

    @Test
    void blindForgeriesChangeNeitherCountsNorTimes() throws IOException, InterruptedException {
        attack("250", (client, port) -> forge(client, port, "7"));

        assertThat(differences("servers-side")).isEmpty();
        assertThat(differences("clients-side")).isEmpty();
    }

    /** Ahead of all that the server will send in this test: in the window, and never acknowledged. */
    @Test
    void forgeriesInTheWindowThatNobodyAcknowledgesChangeNeitherCountsNorTimes()
            throws IOException, InterruptedException {
        dropAtTheRouter();
        attack("110", (client, port) -> {
            Matcher numbers = numbersOf(client, port);
            long ahead = Long.parseLong(numbers.group(3)) + 42_000;
            forge(client, port, "7", "" + ahead % (1L << 32), numbers.group(2), "1");
        });

        assertThat(differences("servers-side")).isEmpty();
        assertThat(differences("clients-side")).isEmpty();
    }

    /**
     * Where the server's own bytes later meet forged ones, nobody but the client knows which it took. The victim's searches
     * become unmeasured; no forged result counts, and no other client notices.
     */
    @Test
    void whereForgedBytesMeetTheServersOwnTheVictimIsUnmeasuredAndNothingForgedCounts()
            throws IOException, InterruptedException {
        dropAtTheRouter();
        attack("250", (client, port) -> {
            Matcher numbers = numbersOf(client, port);
            forge(client, port, "7", numbers.group(3), numbers.group(2), "60000");
        });

        assertThat(differences("servers-side")).isEmpty();
        RouterReport router = RouterReport.read(lab.log("clients-side"));
        for (JsonNode user : users().clients()) {
            Counts counted = Counts.of(user);
            Counts seen = router.client(
                    user.get("address").asString(), user.get("port").asInt());
            if (user.get("address").asString().equals(VICTIM)) {
                assertThat(seen.results()).isLessThanOrEqualTo(counted.results());
                assertThat(seen.completed()).isLessThanOrEqualTo(counted.completed());
            } else {
                assertThat(seen).isEqualTo(counted);
            }
        }
        JsonNode server = router.server(LabNetwork.SERVER, LabNetwork.PORT);
        assertThat(router.json().path("tcp").path("taintedFlows").asLong()).isEqualTo(1);
        assertThat(server.path("unmeasured").asLong()).isPositive();
        assertThat(server.path("responseTimeMillis").path("count").asLong()
                        + server.path("unmeasured").asLong())
                .as("every query is either measured or said to be unmeasured")
                .isEqualTo(users().total().queries());
    }

    /** What comes in on the wrong side goes no further, as on a gateway; the capture before that still sees the frames. */
    private void dropAtTheRouter() throws IOException, InterruptedException {
        lab.run("r", "sysctl", "-qw", "net.ipv4.conf.cli.rp_filter=1");
    }

    @FunctionalInterface
    private interface Attack {
        void on(String client, int port) throws IOException, InterruptedException;
    }

    private void attack(String searches, Attack attack) throws IOException, InterruptedException {
        Process atServers = lab.startObserver("r", "servers-side", "srv");
        Process atClients = lab.startObserver("r", "clients-side", "cli");
        Process users = lab.startPeers("b", "users", LabNetwork.SERVER, USERS, "--searches", searches, "--rate", "30");
        attack.on(VICTIM, portOf(VICTIM));
        assertThat(users.isAlive()).as("forged while the users were searching").isTrue();
        lab.complete(users);
        lab.finish(atServers);
        lab.finish(atClients);

        assertThat(users().clients()).as("no client lost its connection").hasSize(USERS.size());
        assertThat(framesSeen("clients-side"))
                .as("the capture on the clients' side saw the forged frames")
                .isGreaterThanOrEqualTo(framesSeen("servers-side") + FORGERIES);
    }

    private PeersReport users() throws IOException {
        return PeersReport.read(List.of(lab.report("users")));
    }

    private List<String> differences(String observer) throws IOException {
        return LiveAgreement.of(RouterReport.read(lab.log(observer)), users()).differences();
    }

    private long framesSeen(String observer) throws IOException {
        return RouterReport.read(lab.log(observer)).json().path("packets").asLong();
    }

    private int portOf(String client) throws InterruptedException {
        Pattern connection = Pattern.compile(Pattern.quote(client) + ":(\\d+)\\s+" + LabNetwork.SERVER);
        Matcher[] found = new Matcher[1];
        lab.await("the victim's connection", () -> {
            found[0] = connection.matcher(connections());
            return found[0].find();
        });
        return Integer.parseInt(found[0].group(1));
    }

    private String connections() {
        try {
            return lab.run("b", "ss", "-tnH", "state", "established");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sequence numbers of the victim's connection now, which a real attacker would have to guess. */
    private Matcher numbersOf(String client, int port) throws IOException, InterruptedException {
        String filter = "src host " + client + " and src port " + port + " and tcp[tcpflags] & tcp-push != 0";
        String seen = lab.run("r", "tcpdump", "-Z", "root", "-i", "srv", "-nn", "-S", "-c", "1", filter);
        Matcher numbers = ACKNOWLEDGED_DATA.matcher(seen);
        assertThat(numbers.find()).as(seen).isTrue();
        return numbers;
    }

    private void forge(String client, int port, String seed, String... numbers)
            throws IOException, InterruptedException {
        String router = lab.run("r", "cat", "/sys/class/net/cli/address").strip();
        List<String> words = new ArrayList<>(List.of(
                lab.compiled("forge"),
                "eth0",
                router,
                LabNetwork.SERVER,
                "" + LabNetwork.PORT,
                client,
                "" + port,
                "" + FORGERIES,
                seed));
        words.addAll(List.of(numbers));
        assertThat(lab.run("x", words.toArray(String[]::new))).contains("forged frames");
    }
}
