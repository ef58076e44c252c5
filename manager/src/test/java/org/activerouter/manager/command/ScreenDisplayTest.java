package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.manager.report.LiveView;
import org.junit.jupiter.api.Test;

final class ScreenDisplayTest {
    private final AnalysisSettings settings = CommandRun.settings();
    private final AnalysisSnapshot snapshot = new Analysis(settings).snapshot();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Console console = new Console(out, false, true, new PrintStream(out), true);
    private final Display display =
            new ScreenDisplay(console, new LiveView("eth1", settings), () -> new TerminalSize(24, 80));

    @Test
    void theScreenIsDrawnOverAndGivenBack() throws IOException {
        display.show(snapshot, Duration.ZERO);
        String first = taken();
        display.show(snapshot, Duration.ofSeconds(1));
        String second = taken();
        display.end();

        assertThat(first)
                .startsWith("\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[Heth1   0:00:00\u001b[K\r\n")
                .endsWith("\u001b[J");
        assertThat(second).startsWith("\u001b[Heth1   0:00:01\u001b[K\r\n");
        assertThat(taken()).isEqualTo("\u001b[?7h\u001b[?25h\u001b[?1049l");
    }

    @Test
    void aScreenThatWasNeverDrawnIsLeftAlone() throws IOException {
        display.end();

        assertThat(taken()).isEmpty();
    }

    @Test
    void theSizeIsWhatSttySaysAndElseTheUsual() {
        assertThat(TerminalSize.parse("50 132\n")).isEqualTo(new TerminalSize(50, 132));
        assertThat(TerminalSize.parse("1 1\n")).isEqualTo(new TerminalSize(10, 10));
        for (String odd : new String[] {"", "0 0\n", "x", "999999 80\n"}) {
            assertThat(TerminalSize.parse(odd)).isEqualTo(TerminalSize.USUAL);
        }
    }

    private String taken() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }
}
