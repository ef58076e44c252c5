package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CheckCommandTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void sample() throws IOException {
        file = Files.writeString(
                folder.resolve("router.conf"),
                CommandRun.of("check", "--sample").out());
    }

    @Test
    void aSoundFileShowsEachValueWithItsOrigin() {
        CommandRun run = CommandRun.of("check", file.toString());

        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("# " + file + ": no problem. Hash of what follows: ")
                .containsPattern("\n# What it keeps takes up to \\d+ MiB of Java's heap\\.\n")
                .containsPattern("(?m)^capture\\.servers-side = \\[\"eth1\"]  +# .*router\\.conf:\\d+$")
                .containsPattern("(?m)^netfilter\\.lease = 2s  +# default$")
                .containsPattern("(?m)^# .*router\\.conf:\\d+: groups\\.farm: no service names it: it has no effect$");
    }

    @Test
    void whatItShowsCanBeCheckedAgain() throws IOException {
        Path shown = Files.writeString(
                folder.resolve("shown.conf"),
                CommandRun.of("check", file.toString()).out());

        assertThat(CommandRun.of("check", shown.toString()).code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void everyProblemIsALineOfItsOwn() throws IOException {
        Files.writeString(file, "capture.servers-side = 5\nadmin.sockt = x\n");

        CommandRun run = CommandRun.of("check", file.toString());

        assertThat(run.code()).isEqualTo(ExitCode.CONFIG);
        assertThat(run.code().number()).isEqualTo(78);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        file
                                + ": services: there is no service: the router would watch nothing (services { NAME { protocol"
                                + " = ... } })",
                        file + ":1: capture.servers-side: expected a list of 1 to 16 interfaces, not 5",
                        file + ":2: admin: unknown key 'sockt'; did you mean socket?",
                        "active-router: " + file + " cannot be used: 3 problems");
    }

    @Test
    void programsGetProblemsAsJson() throws IOException {
        Files.writeString(file, Files.readString(file) + "netfilter.leese = 3s");

        CommandRun run = CommandRun.of("check", "--json", file.toString());
        JsonNode json = JsonMapper.shared().readTree(run.out());

        assertThat(run.code()).isEqualTo(ExitCode.CONFIG);
        assertThat(json.get("usable").asBoolean()).isFalse();
        assertThat(json.get("problems")).hasSize(1);
        JsonNode problem = json.get("problems").get(0);
        assertThat(problem.get("file").asString()).isEqualTo(file.toString());
        assertThat(problem.get("line").asInt()).isGreaterThan(100);
        assertThat(problem.get("path").asString()).isEqualTo("netfilter");
        assertThat(problem.get("message").asString()).isEqualTo("unknown key 'leese'; did you mean lease?");
    }

    @Test
    void programsGetValuesAsJson() {
        CommandRun run = CommandRun.of("check", "--json", file.toString());
        JsonNode json = JsonMapper.shared().readTree(run.out());

        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(json.get("usable").asBoolean()).isTrue();
        assertThat(json.get("hash").asString()).matches("[0-9a-f]{12}");
        assertThat(json.get("values")).hasSizeGreaterThan(50).anySatisfy(value -> {
            assertThat(value.get("path").asString()).isEqualTo("netfilter.lease");
            assertThat(value.get("value").asString()).isEqualTo("2s");
            assertThat(value.get("default").asBoolean()).isTrue();
        });
    }

    @Test
    void aFileThatIsNotThereIsNoWrongConfiguration() {
        CommandRun run = CommandRun.of("check", folder.resolve("none").toString());

        assertThat(run.code()).isEqualTo(ExitCode.NO_INPUT);
        assertThat(run.err()).endsWith("none: there is no such file\n");
    }
}
