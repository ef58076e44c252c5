package org.activerouter.lab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.activerouter.lab.events.Event;

/** Figures 5, 6 and 7 of the paper, with all runs in each. */
public final class PaperFigures {
    private static final double INTERVAL = 10;

    private PaperFigures() {}

    /** The three figures. */
    public static List<Figure> of(List<Run> runs) {
        return List.of(queryRates(runs), results(runs), responseTimes(runs));
    }

    private static Figure queryRates(List<Run> runs) {
        return new Figure(
                "figure5",
                "Figure 5: queries that the server and the proxy received",
                "queries/s",
                false,
                perRun(
                        runs,
                        run -> Curve.rate(name(run, "server"), run, run.served(), INTERVAL),
                        run -> Curve.rate(name(run, "server, of B"), run, run.servedToB(), INTERVAL),
                        run -> Curve.rate(name(run, "proxy"), run, run.askedOfProxy(), INTERVAL)),
                moments(runs),
                List.of(
                        "Before 160 s the active router behaves as a conventional router; it becomes active at 160 s.",
                        "At 170 s it initiates the proxy and introduces the DNAT policy. From then the server receives"
                                + " queries only from network A and from the proxy.",
                        "All peers in network B lose their connections; at 220 s they have re-established them, to the"
                                + " proxy."));
    }

    private static Figure results(List<Run> runs) {
        return new Figure(
                "figure6",
                "Figure 6: files in a response, network B",
                "files per response (mean)",
                false,
                perRun(
                        runs,
                        run -> Curve.ratio(
                                name(run, "files"), run, run.askedInB(), INTERVAL, Event::results, event -> 1)),
                moments(runs),
                List.of(
                        "Although there are variations due to the keywords chosen, the quality of search results becomes"
                                + " insufficient after the redirect.",
                        "As time passes the proxy retrieves information from the server by forwarding queries, and the"
                                + " quality improves."));
    }

    private static Figure responseTimes(List<Run> runs) {
        return new Figure(
                "figure7",
                "Figure 7: response time in network B",
                "ms (median, logarithmic)",
                true,
                perRun(
                        runs,
                        run -> Curve.median(
                                name(run, "response"), run, run.askedInB(), INTERVAL, Event::responseMillis)),
                moments(runs),
                List.of(
                        "Peers in network B suffer from longer response times after the redirect: one thread managed the"
                                + " cache table for all queries, and the table was locked when a record was added."));
    }

    /** Which part of what a search can find was found: results without the chance of which keywords were asked for. */
    static Curve completeness(Run run, double interval) {
        return Curve.ratio(
                name(run, "found"),
                run,
                run.askedInB(),
                interval,
                Event::results,
                event -> run.truth().expected(event.keyword(), event.nick()));
    }

    private static String name(Run run, String what) {
        return run.facts().name() + ": " + what;
    }

    @SafeVarargs
    private static List<Curve> perRun(List<Run> runs, Function<Run, Curve>... curves) {
        List<Curve> all = new ArrayList<>();
        for (Run run : runs) {
            for (Function<Run, Curve> curve : curves) {
                Curve each = curve.apply(run);
                if (each.values().stream().anyMatch(value -> !value.isNaN() && value != 0)) {
                    all.add(each);
                }
            }
        }
        return all;
    }

    private static List<Double> moments(List<Run> runs) {
        return runs.stream()
                .map(Run::facts)
                .flatMapToDouble(
                        facts -> DoubleStream.concat(DoubleStream.of(facts.active()), facts.redirected().stream()))
                .filter(second -> !Double.isNaN(second))
                .distinct()
                .boxed()
                .toList();
    }
}
