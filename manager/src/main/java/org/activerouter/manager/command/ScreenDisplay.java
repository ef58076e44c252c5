package org.activerouter.manager.command;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.manager.report.LiveView;

/** A terminal: the whole screen is drawn anew each time, and what was on it before comes back at the end. */
final class ScreenDisplay implements Display {
    /** Other screen, no cursor, no wrapping of long lines (xterm's control sequences, which all terminals know). */
    private static final String BEGIN = "\u001b[?1049h\u001b[?25l\u001b[?7l";

    private static final String END = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";

    private final Console console;
    private final LiveView view;
    private final Supplier<TerminalSize> size;
    private boolean begun;

    /**
     * A terminal.
     *
     * @param size how large it is now; asked each time, for windows change
     */
    ScreenDisplay(Console console, LiveView view, Supplier<TerminalSize> size) {
        this.console = console;
        this.view = view;
        this.size = size;
    }

    @Override
    public void show(AnalysisSnapshot snapshot, Duration running) throws IOException {
        TerminalSize now = size.get();
        StringBuilder frame = new StringBuilder(begun ? HOME : BEGIN + HOME);
        begun = true;
        // The last line stays free: a line feed there would scroll the first one away.
        for (String line : view.lines(snapshot, running, now.columns(), now.rows() - 1)) {
            frame.append(line).append(REST_OF_LINE).append("\r\n");
        }
        console.print(frame.append(REST_OF_SCREEN).toString());
    }

    @Override
    public void end() throws IOException {
        if (begun) {
            console.print(END);
        }
    }
}
