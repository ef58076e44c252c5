package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class DatabaseOptionTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"state", "state.mv.db"})
    void everyExchangeIsWrittenBeforeTheReport(String name) {
        CommandRun run = CommandRun.of(
                "analyze", "--json", "--db", folder.resolve(name).toString(), CommandRun.capture("multi.pcap"));

        assertThat(run.code()).isEqualTo(ExitCode.OK);
        JsonNode database = MAPPER.readTree(run.out()).get("database");
        assertThat(database.get("rowsWritten").asLong()).isEqualTo(410);
        assertThat(database.get("rowsDropped").asLong()).isZero();
        assertThat(database.get("queued").asLong()).isZero();
        assertThat(folder.resolve("state.mv.db")).isNotEmptyFile();
    }

    @Test
    void aFolderThatDoesNotExistIsSaid() {
        Path file = folder.resolve("none/state");

        CommandRun run = CommandRun.of("analyze", "--db", file.toString(), CommandRun.capture("basic.pcap"));

        assertThat(run.code()).isEqualTo(ExitCode.IO_ERROR);
        assertThat(run.err()).contains(folder.resolve("none").toString());
    }
}
