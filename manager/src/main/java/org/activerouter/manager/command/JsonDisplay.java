package org.activerouter.manager.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
        Report report = new Report(true, options.ports(), options.learn(), snapshot, List.of(), List.of());
        console.print(report, true);
    }
}
