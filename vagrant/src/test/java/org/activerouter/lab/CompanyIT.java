package org.activerouter.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What users do with each other besides searching, when some of them are behind the cache proxy: they notice nothing. */
class CompanyIT {
    private static final String FILE = "C:\\mp3\\x\\rare tune.mp3";
    private static final String SHARE = "100 \"" + FILE + "\" 0123456789abcdef0123456789abcdef 1000 128 44100 180";
    private static final String SEARCH = "200 FILENAME CONTAINS \"rare\" MAX_RESULTS 100";
    private static final String STATISTICS = "214";

    /** 10.81.2.101, its first byte lowest, as servers write addresses. */
    private static final long ANNS_ADDRESS = 10 + (81 << 8) + (2 << 16) + (101L << 24);

    private static final String CONFIGURATION = """
            capture { servers-side = ["srv"], clients-side = ["cli"] }
            services { directory { protocol = opennap, service = cache-proxy, policy = slow } }
            policies { slow { mode = act, response-time { high = 20s, low = 10s } } }
            """;

    @TempDir
    Path folder;

    private final List<Talk> talks = new ArrayList<>();
    private LabNetwork lab;

    @BeforeEach
    void redirected() throws IOException, InterruptedException {
        lab = new LabNetwork(folder);
        lab.startServer("s", 0);
        lab.startRouter(CONFIGURATION);
        lab.ask("redirect", LabNetwork.SERVER + ":" + LabNetwork.PORT);
        lab.await("the redirect", () -> phase().equals("in-force"));
    }

    @AfterEach
    void down() throws IOException, InterruptedException {
        for (Talk talk : talks) {
            talk.in.close();
        }
        lab.tearDown();
    }

    private String phase() {
        try {
            return lab.status().path("redirects").path(0).path("phase").asString("");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Someone who says what the test wants, and whose log is what was heard. */
    private final class Talk {
        private final String nick;
        private final Process process;
        private final OutputStream in;

        Talk(String node, String address, String nick) throws IOException, InterruptedException {
            this.nick = nick;
            process = lab.startTalker(node, nick, LabNetwork.SERVER, address);
            in = process.getOutputStream();
            talks.add(this);
            hears("214 ");
        }

        void says(String... lines) throws IOException {
            in.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
            in.flush();
        }

        List<String> heard() {
            return LabNetwork.text(lab.log(nick)).lines().toList();
        }

        void hears(String beginning) throws InterruptedException {
            hears(beginning, 1);
        }

        private void hears(String beginning, int times) throws InterruptedException {
            lab.await(
                    nick + " to hear " + beginning,
                    () -> heard().stream()
                                    .filter(line -> line.startsWith(beginning))
                                    .count()
                            >= times);
        }

        /** Until the server has dealt with all that was said before: it answers in order, and the log-in was answered with one 214. */
        void isThrough() throws IOException, InterruptedException {
            says(STATISTICS);
            hears("214 ", 2);
        }

        /** Searches; gives the results of this one answer. */
        List<String> searches() throws IOException, InterruptedException {
            int before = heard().size();
            says(SEARCH);
            lab.await(nick + "'s answer", () -> after(before).stream().anyMatch(line -> line.equals("202 ")));
            return after(before).stream()
                    .filter(line -> line.startsWith("201 "))
                    .toList();
        }

        private List<String> after(int before) {
            List<String> all = heard();
            return all.subList(before, all.size());
        }

        void leaves() throws IOException {
            in.close();
        }
    }

    @Test
    void usersOnBothSidesBrowseTalkAndWatchEachOther() throws Exception {
        Talk ann = new Talk("b", "10.81.2.101", "ann");
        Talk bob = new Talk("a", "10.81.1.101", "bob");
        Talk cid = new Talk("b", "10.81.2.102", "cid");
        ann.says(SHARE);
        ann.isThrough();
        bob.says("207 ann", "211 ann", "205 ann hello", "400 #music");
        bob.hears("209 ann");
        bob.hears("212 ann \"" + FILE + "\"");
        bob.hears("213 ann " + ANNS_ADDRESS);
        bob.hears("405 #music");
        ann.hears("205 bob hello");
        ann.says("205 bob hello yourself", "400 #music", "402 #music what a tune", "9999 what is that");
        bob.hears("205 ann hello yourself");
        bob.hears("406 #music ann");
        bob.hears("403 #music ann what a tune");
        ann.hears("404 unknown command 9999");

        assertThat(bob.searches()).singleElement().asString().contains("ann " + ANNS_ADDRESS);
        assertThat(cid.searches()).singleElement().asString().contains("ann " + ANNS_ADDRESS);
        searchesUntilTheCacheAnswers(cid);
        bob.says("203 ann \"" + FILE + "\"");
        ann.hears("607 bob \"" + FILE + "\"");
        ann.says("608 bob \"" + FILE + "\"");
        bob.hears("204 ann " + ANNS_ADDRESS + " 6699 \"" + FILE + "\"");

        ann.leaves();
        bob.hears("210 ann");
        assertThat(cid.searches()).as("what the cache has of one who left").isEmpty();
        assertThat(bob.searches()).isEmpty();
        assertThat(proxy().path("accepted").asLong())
                .as("sessions in the proxy")
                .isEqualTo(2);
    }

    /** What a file that has just come changes is settled after a second; until then the server is asked each time. */
    private void searchesUntilTheCacheAnswers(Talk user) throws IOException, InterruptedException {
        for (int tries = 0;
                tries < 100 && proxy().path("cache").path("answered").asLong() == 0;
                tries++) {
            assertThat(user.searches()).hasSize(1);
        }
        assertThat(proxy().path("cache").path("answered").asLong()).isPositive();
    }

    private JsonNode proxy() throws IOException {
        return lab.status().path("services").path("cache-proxy");
    }

    @Test
    void aFileSharedBehindTheProxyIsFetchedFromItsSharerByAUserOfTheOtherNetwork() throws Exception {
        long start = System.currentTimeMillis() + 3_000;
        Process behind = sharing("b", "behind", "10.81.2.101", 7, "10:0.1", "0", start);
        Process before = sharing("a", "before", "10.81.1.101", 0, "6:5", "1", start);
        lab.complete(before);
        lab.complete(behind);

        List<String> events = Files.readAllLines(folder.resolve("before.csv"));
        assertThat(events.stream().filter(line -> line.contains(",FETCHED,"))).hasSizeGreaterThan(2);
        assertThat(events).noneMatch(line -> line.contains(",FETCH_FAILED,") || line.contains(",FILE_GONE,"));
    }

    private Process sharing(
            String node, String name, String address, int first, String phases, String fetches, long start)
            throws IOException {
        return lab.startSharing(
                node,
                name,
                "--server",
                LabNetwork.SERVER + ":" + LabNetwork.PORT,
                "--from",
                address,
                "--first",
                "" + first,
                "--phases",
                phases,
                "--fetch-share",
                fetches,
                "--start-millis",
                "" + start,
                "--log",
                folder.resolve(name + ".csv").toString());
    }
}
