package org.activerouter.manager.command;

import static org.activerouter.manager.command.CommandRun.capture;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.activerouter.manager.story.LoadStories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The capture {@code multi.pcap}: eleven clients ask a server nearly 200 times a second, for a little more than two seconds. */
class RehearseCommandTest {
    private static final String POLICY = """
            capture { servers-side = ["eth1"] }
            services { directory { protocol = opennap, policy = busy } }
            policies { busy {
              query-rate { high = 60, low = 40 }
              minimum-samples = 5, minimum-clients = 2, window = 1s, dwell = 0s, hold = 1s
            } }
            """;

    @TempDir
    private Path directory;

    private String config;

    @BeforeEach
    void writeConfiguration() throws IOException {
        config = Files.writeString(directory.resolve("router.conf"), POLICY).toString();
    }

    @Test
    void itSaysWhenItWouldHaveActedForHowLongAndForHowManyClients() {
        CommandRun run = CommandRun.of("rehearse", "--config", config, capture("multi.pcap"));
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains(
                        "2026-11-20T08:53:37.250Z  127.0.0.1:8888 would have been redirected for 5.00 s",
                        "3 new connections, queries of 11 clients: 333",
                        "overloaded: query rate 77/s, above 60/s; 77 queries of 8 clients in 1 s",
                        "until relieved, it would get back 36.3/s",
                        "1 redirect of 1 of 1 servers, 5.00 s in all. Nothing was redirected: this was a rehearsal.");
    }

    @Test
    void programsGetTheSame() {
        CommandRun run = CommandRun.of("rehearse", "--json", "--config", config, capture("multi.pcap"));
        JsonNode redirect =
                new ObjectMapper().readTree(run.out()).path("redirects").path(0);
        assertThat(redirect.path("server").asString()).isEqualTo("127.0.0.1:8888");
        assertThat(redirect.path("seconds").asDouble()).isEqualTo(5);
        assertThat(redirect.path("clients").asInt()).isEqualTo(11);
        assertThat(redirect.path("connections").asInt()).isEqualTo(3);
        JsonNode because = redirect.path("because");
        assertThat(because.path("verdict").asString()).isEqualTo("overloaded");
        assertThat(because.path("measures").path(0).path("value").asDouble()).isEqualTo(77);
        assertThat(because.path("configuration").asString()).hasSize(12);
    }

    @Test
    void theRecordedHistoryShowsWhatTheCaptureShowed() {
        String database = directory.resolve("state").toString();
        assertThat(CommandRun.of("analyze", "--db", database, capture("multi.pcap"))
                        .code())
                .isEqualTo(ExitCode.OK);
        CommandRun run = CommandRun.of("rehearse", "--config", config, "--history", database);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("410 recorded exchanges", "queries of 11 clients", "overloaded: query rate ")
                .contains("1 redirect of 1 of 1 servers");
    }

    @Test
    void aServerThatWouldNeverHaveBeenRedirectedIsNamedWithTheReason() {
        CommandRun run = CommandRun.of("rehearse", "--config", config, capture("basic.pcap"));
        assertThat(run.out()).contains("127.0.0.1:8888 would never have been redirected", "because ", "0 redirects");
    }

    @Test
    void aStoryIsToldAndJudged() {
        CommandRun own = CommandRun.of("rehearse", "--story", "step:7");
        assertThat(own.out()).contains("redirect 10.0.1.1:8888", "release 10.0.1.1:8888", "That was right.");
        CommandRun other = CommandRun.of("rehearse", "--story", "step:7", "--config", config);
        assertThat(other.out()).contains("policy busy").doesNotContain("That was right.");
        CommandRun json = CommandRun.of("rehearse", "--story", "step:7", "--json");
        assertThat(new ObjectMapper().readTree(json.out()).path("decisions").size())
                .isEqualTo(2);
    }

    @Test
    void whatIsWrongWithTheCommandLineIsSaid() {
        assertThat(CommandRun.of("rehearse", "--config", config).err()).contains("nothing to rehearse");
        assertThat(CommandRun.of("rehearse", "x.pcap").err()).contains("no configuration given");
        assertThat(CommandRun.of("rehearse", "--story", "stp").err()).contains("did you mean step?");
        assertThat(CommandRun.of("rehearse", "--story", "step:x").err()).contains("is not a seed");
        assertThat(CommandRun.of("rehearse", "--story", "step", "--history", "x")
                        .err())
                .contains("exclude each other");
        assertThat(CommandRun.of("rehearse", "--config", "/none", "x").code()).isEqualTo(ExitCode.NO_INPUT);
        assertThat(CommandRun.of("rehearse", "--config", config, "/none").code())
                .isEqualTo(ExitCode.NO_INPUT);
        CommandRun noHistory = CommandRun.of("rehearse", "--config", config, "--history", "/none/state");
        assertThat(noHistory.code()).isEqualTo(ExitCode.IO_ERROR);
    }

    @Test
    void aConfigurationWithProblemsIsRefused() throws IOException {
        Files.writeString(directory.resolve("router.conf"), POLICY.replace("low = 40", "low = 70"));
        CommandRun run = CommandRun.of("rehearse", "--config", config, capture("multi.pcap"));
        assertThat(run.code()).isEqualTo(ExitCode.CONFIG);
        assertThat(run.err()).contains("must be below high");
    }

    @Test
    void theHelpNamesEveryStory() {
        assertThat(CommandRun.of("rehearse", "--help").out())
                .contains(LoadStories.all().stream().map(story -> story.name()).toList());
    }
}
