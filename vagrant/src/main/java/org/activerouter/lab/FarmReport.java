package org.activerouter.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.activerouter.lab.experiment.Check;
import org.activerouter.lab.experiment.FarmFigures;
import org.activerouter.lab.experiment.HtmlReport;
import org.activerouter.lab.web.WebRequest;

/** What the demo of a farm changed, in numbers, and a page with figures. Ends with 1 when something was missed. */
public final class FarmReport {
    private FarmReport() {}

    /** See the class; an unknown option prints those there are. */
    public static void main(String[] arguments) throws IOException {
        Options options = new Options(
                        "FarmReport",
                        "log",
                        "clients.csv",
                        "slow",
                        "10.81.1.12:80",
                        "start-millis",
                        "0",
                        "slowed-millis",
                        "0",
                        "redirected-millis",
                        "",
                        "recovered-millis",
                        "0",
                        "released-millis",
                        "",
                        "page",
                        "farm.html")
                .read(arguments);
        List<WebRequest> requests = WebRequest.read(Path.of(options.text("log")));
        FarmFigures figures = new FarmFigures(requests, moments(options, requests), options.text("slow"));
        for (List<String> row : figures.table()) {
            System.out.printf("%-22s %7s %6s %25s %11s %7s  %s%n", row.toArray());
        }
        System.out.println();
        List<Check> checks = figures.checks();
        checks.forEach(check -> System.out.println(check.line()));
        HtmlReport report = new HtmlReport("Active Router: a farm with a slow member")
                .say("Lines: made slow, redirected, recovered, released.")
                .table("What changed", figures.table())
                .checks("What was wanted", checks);
        figures.figures().forEach(report::figure);
        report.write(Path.of(options.text("page")));
        System.exit(checks.stream().allMatch(Check::passed) ? 0 : 1);
    }

    private static FarmFigures.Moments moments(Options options, List<WebRequest> requests) {
        long start = Long.parseLong(options.text("start-millis"));
        double end = requests.stream()
                .mapToDouble(request -> (request.millis() + request.completeMillis() - start) / 1e3)
                .max()
                .orElse(0);
        double recovered = second(options, "recovered-millis", start, end);
        return new FarmFigures.Moments(
                start,
                second(options, "slowed-millis", start, end),
                second(options, "redirected-millis", start, recovered),
                recovered,
                second(options, "released-millis", start, end),
                end);
    }

    private static double second(Options options, String name, long start, double never) {
        return options.isSet(name) ? (Long.parseLong(options.text(name)) - start) / 1e3 : never;
    }
}
