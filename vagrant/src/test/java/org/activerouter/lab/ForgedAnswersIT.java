package org.activerouter.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.activerouter.lab.agreement.LiveAgreement;
import org.activerouter.lab.agreement.PeersReport;
import org.activerouter.lab.agreement.RouterReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody in the clients' subnet sends answers in the server's name. The capture on the clients' side sees them; no client
 * has acknowledged them; they must not count.
 */
class ForgedAnswersIT {
    private static final List<String> USERS = List.of("10.81.2.101", "10.81.2.102", "10.81.2.103");
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
        attack((client, port) -> forge(client, port, "4000", "7"));
    }

    /** The router drops what comes in on the wrong side, as gateways do; the capture before it still sees the frames. */
    @Test
    void forgeriesWithinTheWindowChangeNeitherCountsNorTimes() throws IOException, InterruptedException {
        lab.run("r", "sysctl", "-qw", "net.ipv4.conf.cli.rp_filter=1");
        attack((client, port) -> {
            Matcher numbers = numbersOf(client, port);
            forge(client, port, "4000", "7", numbers.group(3), numbers.group(2), "60000");
        });
    }

    @FunctionalInterface
    private interface Attack {
        void on(String client, int port) throws IOException, InterruptedException;
    }

    private void attack(Attack attack) throws IOException, InterruptedException {
        Process atServers = lab.startObserver("r", "servers-side", "srv");
        Process atClients = lab.startObserver("r", "clients-side", "cli");
        Process users = lab.startPeers("b", "users", LabNetwork.SERVER, USERS, "--searches", "250", "--rate", "30");
        String victim = USERS.getFirst();
        attack.on(victim, portOf(victim));
        assertThat(users.isAlive()).as("forged while the users were searching").isTrue();
        lab.complete(users);
        lab.finish(atServers);
        lab.finish(atClients);

        assertAgreement("servers-side");
        assertAgreement("clients-side");
        assertThat(framesSeen("clients-side")).isGreaterThan(framesSeen("servers-side") + 3_000);
    }

    private long framesSeen(String observer) throws IOException {
        return RouterReport.read(lab.log(observer)).json().path("packets").asLong();
    }

    private void assertAgreement(String observer) throws IOException {
        RouterReport router = RouterReport.read(lab.log(observer));
        PeersReport users = PeersReport.read(List.of(lab.report("users")));
        assertThat(users.clients()).as("no client lost its connection").hasSize(USERS.size());
        assertThat(LiveAgreement.of(router, users).differences()).as(observer).isEmpty();
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

    private void forge(String client, int port, String count, String seed, String... numbers)
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
                count,
                seed));
        words.addAll(List.of(numbers));
        assertThat(lab.run("x", words.toArray(String[]::new))).contains("forged frames");
    }
}
