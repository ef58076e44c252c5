package org.activerouter.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.activerouter.lab.events.Event;
import org.activerouter.lab.events.EventLog;
import org.activerouter.lab.experiment.Check;
import org.activerouter.lab.experiment.DirectoriesFigures;
import org.activerouter.lab.experiment.HtmlReport;

/** What the demo of three directories changed, in numbers, and a page with figures. Ends with 1 when something was missed. */
public final class DirectoriesReport {
    /** Peers of network B with these numbers are with the overloaded server. */
    private static final String ITS_PEERS = "peers-b-9.csv";

    private DirectoriesReport() {}

    /** See the class; an unknown option prints those there are. */
    public static void main(String[] arguments) throws IOException {
        Options options = new Options(
                        "DirectoriesReport",
                        "folder",
                        ".",
                        "start-millis",
                        "0",
                        "rush",
                        "0",
                        "redirected-millis",
                        "",
                        "split-millis",
                        "0",
                        "page",
                        "directories.html")
                .read(arguments);
        Path folder = Path.of(options.text("folder"));
        List<Event> its = EventLog.read(folder.resolve(ITS_PEERS));
        List<Event> others = logs(folder, "peers-").entrySet().stream()
                .filter(log -> !log.getKey().equals(ITS_PEERS))
                .flatMap(log -> log.getValue().stream())
                .toList();
        DirectoriesFigures figures =
                new DirectoriesFigures(its, others, logs(folder, "server-"), moments(options, its));
        for (List<String> row : figures.table()) {
            System.out.printf("%-15s %6s %6s %14s %14s %12s %9s  %s%n", row.toArray());
        }
        System.out.println();
        List<Check> checks = figures.checks();
        checks.forEach(check -> System.out.println(check.line()));
        HtmlReport report = new HtmlReport("Active Router: three directories, one of them overloaded")
                .say("Lines: the rush begins, redirected, split.")
                .table("What changed", figures.table())
                .checks("What was wanted", checks);
        figures.figures().forEach(report::figure);
        report.write(Path.of(options.text("page")));
        System.exit(checks.stream().allMatch(Check::passed) ? 0 : 1);
    }

    private static Map<String, List<Event>> logs(Path folder, String prefix) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> file.getFileName().toString().startsWith(prefix)
                            && file.toString().endsWith(".csv"))
                    .sorted()
                    .forEach(files::add);
        }
        Map<String, List<Event>> logs = new LinkedHashMap<>();
        for (Path file : files) {
            logs.put(file.getFileName().toString(), EventLog.read(file));
        }
        return logs;
    }

    private static DirectoriesFigures.Moments moments(Options options, List<Event> its) {
        long start = Long.parseLong(options.text("start-millis"));
        double end = its.stream()
                .mapToDouble(event -> (event.answeredMillis() - start) / 1e3)
                .max()
                .orElse(0);
        double split = (Long.parseLong(options.text("split-millis")) - start) / 1e3;
        double redirected = options.isSet("redirected-millis")
                ? (Long.parseLong(options.text("redirected-millis")) - start) / 1e3
                : split;
        return new DirectoriesFigures.Moments(start, options.decimal("rush"), redirected, split, end);
    }
}
