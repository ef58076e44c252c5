package org.activerouter.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.lab.experiment.Check;
import org.activerouter.lab.experiment.DemoFigures;
import org.activerouter.lab.experiment.HtmlReport;
import org.activerouter.lab.experiment.Run;

/** What the demo changed, in numbers beside the paper's, and a page with figures. Ends with 1 when something was missed. */
public final class DemoReport {
    private DemoReport() {}

    /** See the class; an unknown option prints those there are. */
    public static void main(String[] arguments) throws IOException {
        Options options = new Options("DemoReport", "run", ".", "calm", "0", "service", "relay", "page", "index.html")
                .read(arguments);
        Run run = Run.read(Path.of(options.text("run")));
        DemoFigures figures = new DemoFigures(run, options.decimal("calm"));
        List<Check> checks = new ArrayList<>(figures.ofRedirect());
        if (options.text("service").equals("cache-proxy")) {
            checks.addAll(figures.ofCache());
        }
        print(figures.table());
        checks.forEach(check -> System.out.println(check.line()));
        HtmlReport report = new HtmlReport("Active Router: the demo")
                .say(run.facts().title())
                .table("What changed", figures.table())
                .checks("What was wanted", checks);
        figures.figures().forEach(report::figure);
        report.write(Path.of(options.text("page")));
        System.exit(checks.stream().allMatch(Check::passed) ? 0 : 1);
    }

    private static void print(List<List<String>> rows) {
        for (List<String> row : rows) {
            System.out.printf("%-24s %7s %6s %10s %22s %17s %8s %6s%n", row.toArray());
        }
        System.out.println();
    }
}
