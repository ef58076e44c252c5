package org.activerouter.lab.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.activerouter.lab.events.Event;
import org.activerouter.lab.library.Library;

/** What became of the peers of three directories when one of the directories was overloaded. */
public final class DirectoriesFigures {
    private static final double LATEST_REDIRECT = 10;
    private static final double EQUAL_WITHIN = 10;
    private static final double EQUAL_FACTOR = 3;
    private static final double MEASURABLE_MILLIS = 10;

    /** The configuration is in force a moment after it was read; the round under way is neither. */
    private static final double RELOAD_SECONDS = 1;

    /** All leave at the end, one a moment before the other, and each takes its files along. */
    private static final double LEAVING_SECONDS = 1;

    private static final int MOST_RESULTS = 100;
    private static final long SEED = 1;
    private static final List<Integer> GROUPS = List.of(7, 6);

    private final List<Event> its;
    private final List<Event> others;
    private final Map<String, List<Event>> served;
    private final Moments moments;
    private final Truth truth;

    /**
     * When what happened, in seconds of the run; what never happened has the time of the next.
     *
     * @param startMillis wall-clock time of second 0
     * @param rush its peers began to ask more than it can answer
     * @param redirected they went to the balancer
     * @param split each of their searches went to all
     * @param end the last answer
     */
    public record Moments(long startMillis, double rush, double redirected, double split, double end) {}

    /**
     * The figures of a run.
     *
     * @param its what its peers noted that the router may redirect
     * @param others what everybody else noted
     * @param served what each server has answered, by its log's name
     */
    public DirectoriesFigures(List<Event> its, List<Event> others, Map<String, List<Event>> served, Moments moments) {
        this.its = List.copyOf(its);
        this.others = List.copyOf(others);
        this.served = new TreeMap<>(served);
        this.moments = moments;
        Library library = Library.ofThePaper(SEED);
        this.truth = new Truth(library, library.divide(GROUPS, SEED));
    }

    private List<Phase> phases() {
        return List.of(
                new Phase("calm, direct", 2, moments.rush()),
                new Phase("rush, direct", moments.rush() + 1, moments.redirected()),
                new Phase("rush, spread", moments.redirected() + EQUAL_WITHIN, moments.split()),
                new Phase("rush, split", moments.split() + RELOAD_SECONDS, moments.end() - LEAVING_SECONDS));
    }

    private double second(Event event) {
        return (event.millis() - moments.startMillis()) / 1e3;
    }

    private List<Event> answers(List<Event> events, double from, double until) {
        return events.stream()
                .filter(event -> event.kind() == Event.Kind.QUERY)
                .filter(event -> second(event) >= from && second(event) < until)
                .toList();
    }

    private double median(List<Event> events, Phase phase, ToDoubleFunction<Event> value) {
        return Figures.median(answers(events, phase.from(), phase.until()), value);
    }

    /** A row for each phase, under a head. */
    public List<List<String>> table() {
        return Phase.table(
                phases(),
                List.of("its peers' ms", "complete ms", "others' ms", "found %", "answered by each server, /s"),
                this::row);
    }

    private List<String> row(Phase phase) {
        StringBuilder servers = new StringBuilder();
        served.forEach((server, events) -> servers.append(Figures.text(
                "%s %.1f  ",
                server.replaceAll("\\D", ""),
                answers(events, phase.from(), phase.until()).size() / phase.seconds())));
        return List.of(
                Figures.text("%.1f", median(its, phase, Event::responseMillis)),
                Figures.text("%.1f", median(its, phase, Event::completeMillis)),
                Figures.text("%.1f", median(others, phase, Event::responseMillis)),
                Figures.text("%.0f", 100 * Figures.mean(answers(its, phase.from(), phase.until()), this::found)),
                servers.toString().strip());
    }

    /** Files that everybody together has for this search, but who asks. */
    private Set<String> union(Event answer) {
        Set<String> files = new HashSet<>(truth.matching(answer.keyword()));
        files.removeIf(file -> truth.holds(answer.nick(), file));
        return files;
    }

    private double found(Event answer) {
        Set<String> union = union(answer);
        long found = answer.files().stream().distinct().filter(union::contains).count();
        return union.isEmpty() ? 1 : (double) found / Math.min(MOST_RESULTS, union.size());
    }

    /** Each file that anybody has, once, and no other. */
    private boolean isUnion(Event answer) {
        Set<String> union = union(answer);
        Set<String> told = new HashSet<>(answer.files());
        return told.size() == answer.files().size()
                && union.containsAll(told)
                && told.size() == Math.min(MOST_RESULTS, union.size());
    }

    /** What three directories have to show. */
    public List<Check> checks() {
        Phase spread = phases().get(2);
        Phase split = phases().get(3);
        double found = moments.redirected() - moments.rush();
        // One that comes when peers have begun to leave may lack what they took with them.
        List<Event> answers = answers(its, split.from(), split.until()).stream()
                .filter(answer -> second(answer) + answer.completeMillis() / 1_000 < split.until())
                .toList();
        long unions = answers.stream().filter(this::isUnion).count();
        return List.of(
                nobodyIsCutOff(),
                new Check(
                        found > 0 && found <= LATEST_REDIRECT && moments.redirected() < moments.split(),
                        "redirected within 10 s of the rush",
                        Figures.text("%.1f s", found),
                        ""),
                equal("spread: 10 s after the redirect its peers are answered as fast as the others", spread),
                equal("split: their first results come as fast as the others'", split),
                new Check(
                        !answers.isEmpty() && unions == answers.size(),
                        "split: each answer is all that the three know, each file once",
                        Figures.text("%d of %d answers", unions, answers.size()),
                        ""));
    }

    private Check nobodyIsCutOff() {
        List<Event> all = new ArrayList<>(its);
        all.addAll(others);
        long lost = all.stream()
                .filter(event -> event.kind() == Event.Kind.LOST || event.kind() == Event.Kind.UNANSWERED)
                .count();
        long peers = all.stream()
                .filter(event -> event.kind() == Event.Kind.CONNECTED)
                .map(Event::nick)
                .distinct()
                .count();
        return new Check(
                lost == 0
                        && peers == GROUPS.stream().mapToInt(Integer::intValue).sum(),
                "no peer is cut off, and no search stays without its answer",
                Figures.text(
                        "%d of %d peers' %d searches",
                        lost, peers, answers(all, 0, moments.end()).size()),
                "");
    }

    private Check equal(String wanted, Phase phase) {
        double own = median(its, phase, Event::responseMillis);
        double theirs = median(others, phase, Event::responseMillis);
        double direct = median(its, phases().get(1), Event::responseMillis);
        return new Check(
                own <= EQUAL_FACTOR * Math.max(theirs, MEASURABLE_MILLIS),
                wanted + " (median, at most 3 times, or 30 ms)",
                Figures.text("%.1f ms, the others' %.1f ms; direct it was %.1f ms", own, theirs, direct),
                "");
    }

    /** Response times, what was found, and who answered how much. */
    public List<Figure> figures() {
        List<Double> happened = List.of(moments.rush(), moments.redirected(), moments.split());
        return List.of(
                new Figure(
                        "directories-response",
                        "Median response time of a second",
                        "ms",
                        true,
                        List.of(
                                curve("peers of the overloaded server", its, Event::responseMillis),
                                curve("the same, to the end of the results", its, Event::completeMillis),
                                curve("everybody else", others, Event::responseMillis)),
                        happened,
                        List.of()),
                new Figure(
                        "directories-found",
                        "Share of all there is that an answer has",
                        "median share",
                        false,
                        List.of(curve("peers of the overloaded server", its, this::found)),
                        happened,
                        List.of()),
                new Figure(
                        "directories-members",
                        "Answered by each server",
                        "searches/s",
                        false,
                        rates(),
                        happened,
                        List.of()));
    }

    private Curve curve(String name, List<Event> events, ToDoubleFunction<Event> value) {
        return Curve.ofSeconds(
                name, moments.end(), second -> Figures.median(answers(events, second, second + 1), value));
    }

    private List<Curve> rates() {
        List<Curve> curves = new ArrayList<>();
        served.forEach((server, events) -> curves.add(Curve.ofSeconds(
                server.replace(".csv", ""),
                moments.end(),
                second -> answers(events, second, second + 1).size())));
        return curves;
    }
}
