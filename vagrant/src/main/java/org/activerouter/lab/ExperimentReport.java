package org.activerouter.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.lab.events.Event;
import org.activerouter.lab.experiment.Check;
import org.activerouter.lab.experiment.Figure;
import org.activerouter.lab.experiment.HtmlReport;
import org.activerouter.lab.experiment.PaperFigures;
import org.activerouter.lab.experiment.PaperShapes;
import org.activerouter.lab.experiment.Run;

/**
 * Reads the runs of the paper's experiment, writes figures and report, and says which shapes were wanted and which are there.
 * Ends with 1 when one was missed.
 */
public final class ExperimentReport {
    private final Path folder;
    private final List<Run> runs;
    private final HtmlReport report = new HtmlReport("The paper's experiment (section 5.3), run again");
    private boolean missed;

    private ExperimentReport(Path folder, List<Run> runs) {
        this.folder = folder;
        this.runs = runs;
    }

    /** {@code ExperimentReport FOLDER RUN...}: each run is a folder of its own. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("usage: ExperimentReport FOLDER RUN...");
            System.exit(64);
        }
        List<Run> runs = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            runs.add(Run.read(Path.of(arguments[i])));
        }
        ExperimentReport experiment = new ExperimentReport(Path.of(arguments[0]), runs);
        experiment.write();
        System.exit(experiment.missed ? 1 : 0);
    }

    private void write() throws IOException {
        for (Run run : runs) {
            report.say(run.facts().name() + ": " + run.facts().title());
            summarise(run);
            check(run);
        }
        for (Figure figure : PaperFigures.of(runs)) {
            Files.writeString(folder.resolve(figure.id() + ".csv"), figure.csv());
            Files.writeString(folder.resolve(figure.id() + ".svg"), figure.svg());
            report.figure(figure);
        }
        Path page = folder.resolve("index.html");
        report.write(page);
        System.out.println("figures 5, 6 and 7 as CSV and SVG, and the report: " + page);
    }

    private void summarise(Run run) {
        System.out.printf(
                "%n%s: %s%n        %d queries in A, %d in B; the server answered %d and %d; %d files fetched, %d failed%n",
                run.facts().name(),
                run.facts().title(),
                run.askedInA().size(),
                run.askedInB().size(),
                run.servedToA().size(),
                run.servedToB().size(),
                run.anywhere(Event.Kind.FETCHED).size(),
                run.anywhere(Event.Kind.FETCH_FAILED).size());
    }

    private void check(Run run) {
        List<Check> checks = new ArrayList<>(
                switch (run.facts().name()) {
                    case "paper" -> PaperShapes.ofThePaper(run);
                    case "ours" -> PaperShapes.ofOurs(run);
                    default -> PaperShapes.ofDirect(run);
                });
        checks.forEach(check -> System.out.println(check.line()));
        missed |= checks.stream().anyMatch(check -> !check.passed());
        report.checks(run.facts().name(), checks);
    }
}
