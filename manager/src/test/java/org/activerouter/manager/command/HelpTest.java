package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {
    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void theProgramNamesItsCommandsAndExitCodes(String option) {
        CommandRun run = CommandRun.of(option);

        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("  analyze  ", "  64  ", "  65  ", "  66  ", "  77  ", "JAVA_HOME");
    }

    @Test
    void aCommandShowsItsOptionsAndExamples() {
        CommandRun run = CommandRun.of("analyze", "--help");

        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .startsWith("Usage: active-router analyze [OPTION]... FILE...\n")
                .contains("--port P=PROTOCOL", "--learn", "--json", "Examples:\n", "active-router analyze ");
    }

    @Test
    void helpIsGivenEvenWhereTheRestOfTheLineIsWrong() {
        assertThat(CommandRun.of("analyze", "--nonsense", "-h").code()).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "analyze --help", "observe --help", "check --help"})
    void noLineOfHelpIsWiderThanAWideTerminal(String line) {
        assertThat(CommandRun.of(line.split(" ", -1)).out().lines())
                .allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(120));
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(CommandRun.of("--version").out()).matches("active-router \\d+\\.\\d+\\.\\d+\\S*\n");
    }
}
