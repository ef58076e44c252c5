package org.activerouter.manager.command;

import java.io.IOException;
import java.time.Duration;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.manager.report.LiveView;

/** A file or another program that takes text: one block after the other, an empty line behind each. */
final class BlockDisplay implements Display {
    private final Console console;
    private final LiveView view;

    BlockDisplay(Console console, LiveView view) {
        this.console = console;
        this.view = view;
    }

    @Override
    public void show(AnalysisSnapshot snapshot, Duration running) throws IOException {
        console.print(String.join("\n", view.lines(snapshot, running)) + "\n\n");
    }
}
