package org.activerouter.lab.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.activerouter.lab.events.Event;

/**
 * What a demo changed, in numbers: before the rush, in the rush, with the redirect, and after its release.
 *
 * <p>The run's {@code active} is when the rush began.
 */
public final class DemoFigures {
    private static final double SETTLING = 2;
    private static final double MOST_SHARE_OF_OVERLOAD = 0.2;
    private static final double LEAST_REDUCTION = 0.9;
    private static final double LONGEST_HIT_MILLIS = 1;
    private static final double LATEST_REDIRECT = 10;

    private final Run run;
    private final Facts facts;
    private final double rush;
    private final double calm;
    private final double redirected;
    private final double released;

    /** The numbers of a run whose rush ended at {@code calm}. */
    public DemoFigures(Run run, double calm) {
        this.run = run;
        this.facts = run.facts();
        this.rush = facts.active();
        this.calm = calm;
        this.redirected = facts.redirected().orElse(calm);
        this.released = facts.released().orElse(facts.end());
    }

    private record Phase(String name, double from, double until) {}

    private List<Phase> phases() {
        return Stream.of(
                        new Phase("calm", SETTLING, rush),
                        new Phase("rush, direct", rush + SETTLING, redirected),
                        new Phase("rush, redirected", redirected + SETTLING, calm),
                        new Phase("calm, still redirected", calm + SETTLING, released),
                        new Phase("released", released + SETTLING, facts.end()))
                .filter(phase -> phase.until() > phase.from())
                .toList();
    }

    /** A row for each phase, under a head. */
    public List<List<String>> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "phase",
                "from s",
                "to s",
                "B asks /s",
                "of B at the server /s",
                "response in B ms",
                "p95 ms",
                "files"));
        for (Phase phase : phases()) {
            List<Event> asked = run.between(run.askedInB(), phase.from(), phase.until());
            List<Event> served = run.between(run.servedToB(), phase.from(), phase.until());
            double seconds = phase.until() - phase.from();
            rows.add(List.of(
                    phase.name(),
                    Figures.text("%.0f", phase.from()),
                    Figures.text("%.0f", phase.until()),
                    Figures.text("%.1f", asked.size() / seconds),
                    Figures.text("%.1f", served.size() / seconds),
                    Figures.text("%.2f", Figures.median(asked, Event::responseMillis)),
                    Figures.text("%.2f", Figures.quantile(asked, Event::responseMillis, 0.95)),
                    Figures.text("%.2f", Figures.mean(asked, Event::results))));
        }
        return rows;
    }

    /** What every active service has to show. */
    public List<Check> ofRedirect() {
        double delay = redirected - rush;
        int failed = run.anywhere(Event.Kind.FETCH_FAILED).size();
        List<Check> checks = new ArrayList<>(List.of(
                new Check(
                        facts.redirected().isPresent() && delay <= LATEST_REDIRECT,
                        "the redirect is in force within " + (int) LATEST_REDIRECT + " s of the rush",
                        facts.redirected().isPresent() ? Figures.text("after %.1f s", delay) : "never",
                        "10 s after it was allowed to"),
                new Check(
                        facts.released().isPresent() && released > calm,
                        "it is released when the rush is over",
                        facts.released().isPresent()
                                ? Figures.text("%.1f s after", released - calm)
                                : "not in the demo",
                        "not shown"),
                comparison(),
                new Check(
                        failed == 0,
                        "every file that is found is fetched from its sharer",
                        run.anywhere(Event.Kind.FETCHED).size() + " fetched, " + failed + " failed",
                        "not shown")));
        checks.addAll(Continuity.ofSessions(run));
        return checks;
    }

    /** What a cache has to show besides. */
    public List<Check> ofCache() {
        return List.of(Continuity.relief(run, rush + SETTLING, calm), response(), reduction(), hits(), firstAnswers());
    }

    private Check comparison() {
        AnswerComparison comparison = AnswerComparison.of(run, redirected, facts.end());
        return new Check(comparison.holds(), AnswerComparison.WANTED, comparison.found(), "fewer at first");
    }

    private Check response() {
        double direct = median(rush + SETTLING, redirected);
        double cached = median(redirected + SETTLING, calm);
        return new Check(
                cached <= MOST_SHARE_OF_OVERLOAD * direct,
                "the median response time in B is at most 0.2 x the overloaded one",
                Figures.text("%.2f ms, %.2f ms before: %.3f x", cached, direct, cached / direct),
                "longer than before");
    }

    private double median(double from, double until) {
        return Figures.median(run.between(run.askedInB(), from, until), Event::responseMillis);
    }

    private Check reduction() {
        double asked = run.between(run.askedInB(), redirected + SETTLING, calm).size();
        double reached =
                run.between(run.servedToB(), redirected + SETTLING, calm).size();
        return new Check(
                1 - reached / asked >= LEAST_REDUCTION,
                "90 % or more of B's queries no longer reach the server",
                Figures.text("%.1f %% (TTL %.0f s)", 100 * (1 - reached / asked), facts.ttl()),
                "all but new keywords");
    }

    /** Answers that the server had no part in: nothing of this peer and keyword reached it meanwhile. */
    private List<Event> hitList() {
        List<Event> served = run.servedToB();
        return run.between(run.askedOfProxy(), redirected, released).stream()
                .filter(answer -> served.stream().noneMatch(event -> reached(event, answer)))
                .toList();
    }

    private static boolean reached(Event served, Event answer) {
        return served.keyword().equals(answer.keyword())
                && served.nick().equals(answer.nick())
                && served.millis() >= answer.millis() - 2
                && served.answeredMillis() <= answer.answeredMillis() + 2;
    }

    private Check hits() {
        List<Event> hits = hitList();
        double p99 = Figures.quantile(hits, Event::responseMillis, 0.99);
        return new Check(
                p99 <= LONGEST_HIT_MILLIS,
                "cache hits are answered within 1 ms at the 99th percentile, as the peers feel it",
                Figures.text(
                        "%.2f ms of %d hits; median %.2f ms",
                        p99, hits.size(), Figures.median(hits, Event::responseMillis)),
                "longer than before");
    }

    /** The first queries after the redirect whose answers had passed the router within the TTL before. */
    private Check firstAnswers() {
        List<Event> hits = hitList();
        Map<String, Event> firstOf = new LinkedHashMap<>();
        run.askedOfProxy().forEach(answer -> firstOf.putIfAbsent(answer.nick(), answer));
        List<Event> firsts = firstOf.values().stream().filter(this::hadBeenSeen).toList();
        long warm = firsts.stream().filter(hits::contains).count();
        return new Check(
                warm == firsts.size(),
                "the first query after the redirect is answered from the cache where its answer had been seen",
                warm + " of " + firsts.size() + " whose answer had been seen",
                "the cache begins empty");
    }

    /** An answer to somebody who shares one of the files is another one: the server leaves that file out. */
    private boolean hadBeenSeen(Event answer) {
        return run.servedToB().stream()
                .anyMatch(event -> event.keyword().equals(answer.keyword())
                        && event.files().containsAll(answer.files())
                        && event.answeredMillis() < answer.millis()
                        && run.second(answer) - facts.second(event.answeredMillis()) < facts.ttl());
    }

    /** Response times, results and rates over time. */
    public List<Figure> figures() {
        double interval = 2;
        List<Double> moments = Stream.of(rush, redirected, calm, released)
                .filter(second -> second < facts.end())
                .distinct()
                .toList();
        return List.of(
                new Figure(
                        "demo-rates",
                        "Queries",
                        "queries/s",
                        false,
                        List.of(
                                Curve.rate("asked in A", run, run.askedInA(), interval),
                                Curve.rate("asked in B", run, run.askedInB(), interval),
                                Curve.rate("of A at the server", run, run.servedToA(), interval),
                                Curve.rate("of B at the server", run, run.servedToB(), interval)),
                        moments,
                        List.of()),
                new Figure(
                        "demo-response",
                        "Response time",
                        "ms (median, logarithmic)",
                        true,
                        List.of(
                                Curve.median("network A", run, run.askedInA(), interval, Event::responseMillis),
                                Curve.median("network B", run, run.askedInB(), interval, Event::responseMillis)),
                        moments,
                        List.of()),
                new Figure(
                        "demo-files",
                        "Files found, of those there are",
                        "share",
                        false,
                        List.of(PaperFigures.completeness(run, interval)),
                        moments,
                        List.of()));
    }
}
