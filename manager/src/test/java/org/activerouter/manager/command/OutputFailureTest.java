package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputFailureTest {
    private static final OutputStream FAILING = new OutputStream() {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("it failed");
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "analyze --help", "analyze --json CAPTURE", "analyze CAPTURE"})
    void aReaderThatLeavesIsNoError(String line) {
        CommandRun run = CommandRun.of(FAILING, true, new StopSignal(), words(line));

        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "analyze --help", "analyze --json CAPTURE", "analyze CAPTURE"})
    void aReportThatCannotBeWrittenIsAnError(String line) {
        CommandRun run = CommandRun.of(FAILING, false, new StopSignal(), words(line));

        assertThat(run.code()).isEqualTo(ExitCode.IO_ERROR);
        assertThat(run.err()).isEqualTo("active-router: cannot write to standard output: it failed\n");
    }

    private static String[] words(String line) {
        return line.replace("CAPTURE", CommandRun.capture("basic.pcap")).split(" ", -1);
    }
}
