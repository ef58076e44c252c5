package org.activerouter.manager.command;

import java.io.IOException;
import java.time.Duration;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.manager.report.Report;

/** Another program: one JSON object per line. */
final class JsonDisplay implements Display {
    private final Console console;
    private final AnalysisOptions options;

    JsonDisplay(Console console, AnalysisOptions options) {
        this.console = console;
        this.options = options;
    }

    @Override
    public void show(AnalysisSnapshot snapshot, Duration running) throws IOException {
        Report report = Report.ofRunning(options.ports(), options.learn(), snapshot);
        console.print(report, true);
    }
}
