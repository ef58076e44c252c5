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

/** Three directory servers as a group, on the kernel: what a user finds before, while, and after searches are split. */
class DirectoriesIT {
    private static final List<String> SERVERS = List.of("10.81.1.10", "10.81.1.11", "10.81.1.12");
    private static final String CONFIGURATION = """
            capture { servers-side = ["srv"], clients-side = ["cli"] }
            services { directory { protocol = opennap, service = load-balancer, group = network, policy = slow } }
            groups { network { mode = split, sessions = stay, members = ["10.81.1.10:8888", "10.81.1.11:8888", "10.81.1.12:8888"] } }
            policies { slow { mode = act, handover = takeover, response-time { high = 20s, low = 10s } } }
            """;
    private static final String SEARCH = "200 FILENAME CONTAINS \"song\" MAX_RESULTS 100";

    @TempDir
    Path folder;

    private final List<Talk> talks = new ArrayList<>();
    private final List<Process> servers = new ArrayList<>();
    private LabNetwork lab;

    @BeforeEach
    void up() throws IOException, InterruptedException {
        lab = new LabNetwork(folder);
        for (String address : SERVERS) {
            servers.add(lab.startProgram("s", server(address), "DirectoryServer", "--address", address));
        }
        for (String address : SERVERS) {
            lab.await(server(address), () -> LabNetwork.contains(lab.log(server(address)), "listening"));
        }
        // What takes a second to start starts side by side.
        for (String address : SERVERS) {
            Talk sharer = new Talk("a", "10.81.1.101", "sharer" + address.substring(address.length() - 2), address);
            sharer.says(
                    "100 \"C:\\music\\song of " + address + ".mp3\" 0123456789abcdef0123456789abcdef 9 128 44100 240");
            sharer.says("214");
        }
        lab.startRouter(CONFIGURATION);
        for (Talk sharer : talks) {
            sharer.hears("214 ", 2);
        }
        lab.await(
                "the rules",
                () -> status().path("kernel").path("state").asString("").equals("in-force"));
    }

    private static String server(String address) {
        return "server-" + address;
    }

    @AfterEach
    void down() throws IOException, InterruptedException {
        for (Talk talk : talks) {
            talk.in.close();
        }
        lab.tearDown();
    }

    private JsonNode status() {
        try {
            return lab.status();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One user, and how many lines of each kind it has heard. */
    private final class Talk {
        private final String nick;
        private final OutputStream in;
        private int searches;

        Talk(String node, String address, String nick, String server) throws IOException {
            this.nick = nick;
            in = lab.startTalker(node, nick, server, address).getOutputStream();
            talks.add(this);
        }

        void says(String line) throws IOException {
            in.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
            in.flush();
        }

        void hears(String begin, int times) throws InterruptedException {
            lab.await(nick + " to hear " + begin, () -> lines(begin).size() >= times);
        }

        private List<String> lines(String begin) {
            try {
                return Files.readString(lab.log(nick), StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> line.startsWith(begin))
                        .toList();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The results of a search. */
        List<String> finds() throws IOException, InterruptedException {
            int before = lines("201 ").size();
            says(SEARCH);
            hears("202", ++searches);
            List<String> all = lines("201 ");
            return all.subList(before, all.size());
        }
    }

    @Test
    void aUserWhoseSessionMovedFindsWhatAllServersKnowUntilItIsReleased() throws Exception {
        Talk user = new Talk("b", "10.81.2.101", "user", SERVERS.getFirst());
        assertThat(user.finds()).hasSize(1);

        lab.ask("redirect", SERVERS.getFirst() + ":" + LabNetwork.PORT);
        lab.await(
                "the session to move",
                () -> status().path("handovers").path(0).path("takenOver").asInt() == 1);
        assertThat(user.finds()).hasSize(3).doesNotHaveDuplicates();
        Talk newcomer = new Talk("b", "10.81.2.102", "newcomer", SERVERS.getFirst());
        assertThat(newcomer.finds()).containsExactlyInAnyOrderElementsOf(user.finds());

        servers.getLast().destroyForcibly().waitFor();
        assertThat(user.finds()).hasSize(2);
        assertThat(newcomer.finds()).hasSize(2);

        lab.ask("release", SERVERS.getFirst() + ":" + LabNetwork.PORT);
        lab.await("the release", () -> status().path("redirects").isEmpty());
        assertThat(user.finds()).hasSize(1);
        assertThat(user.lines("closed")).isEmpty();
    }
}
