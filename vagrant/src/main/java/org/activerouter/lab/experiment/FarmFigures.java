package org.activerouter.lab.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.activerouter.lab.web.WebRequest;

/** What became of the clients of a farm when one of its members was made slow. */
public final class FarmFigures {
    private static final double LATEST_REDIRECT = 10;
    private static final double EQUAL_WITHIN = 10;
    private static final double MOST_SHARE_OF_SLOW = 0.2;
    private static final double LEAST_SHARE = 0.25;
    private static final double EQUAL_FACTOR = 3;
    private static final double MEASURABLE_MILLIS = 10;

    private final List<WebRequest> requests;
    private final Moments moments;
    private final String slow;

    /**
     * When what happened, in seconds of the run; what never happened has the time of the next or of the end.
     *
     * @param startMillis wall-clock time of second 0
     * @param slowed a member was made slow
     * @param redirected its clients went to the load balancer
     * @param recovered it was as fast as before again
     * @param released its new clients went to it again
     * @param end the last request
     */
    public record Moments(
            long startMillis, double slowed, double redirected, double recovered, double released, double end) {}

    /** The figures of a run in which that server was made slow. */
    public FarmFigures(List<WebRequest> requests, Moments moments, String slow) {
        this.requests = List.copyOf(requests);
        this.moments = moments;
        this.slow = slow;
    }

    private List<Phase> phases() {
        return List.of(
                new Phase("before", 2, moments.slowed()),
                new Phase("slow, direct", moments.slowed() + 1, moments.redirected()),
                new Phase("slow, balanced", moments.redirected() + EQUAL_WITHIN, moments.recovered()),
                new Phase("well, still balanced", moments.recovered() + 2, moments.released()),
                new Phase("after", moments.released() + 2, moments.end()));
    }

    private double second(WebRequest request) {
        return (request.millis() - moments.startMillis()) / 1e3;
    }

    private List<WebRequest> between(double from, double until, Predicate<WebRequest> wanted) {
        return requests.stream()
                .filter(request -> second(request) >= from && second(request) < until)
                .filter(wanted)
                .toList();
    }

    private boolean ofSlow(WebRequest request) {
        return request.asked().equals(slow);
    }

    private boolean ofOthers(WebRequest request) {
        return !ofSlow(request);
    }

    private double median(double from, double until, Predicate<WebRequest> wanted) {
        double[] sorted = between(from, until, wanted).stream()
                .mapToDouble(WebRequest::responseMillis)
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    /** A row for each phase, under a head. */
    public List<List<String>> table() {
        return Phase.table(
                phases(),
                List.of("its clients' response ms", "others' ms", "errors", "answered by each member, /s"),
                this::row);
    }

    private List<String> row(Phase phase) {
        StringBuilder members = new StringBuilder();
        byMember(phase.from(), phase.until())
                .forEach((member, count) -> members.append(Figures.text("%s %.1f  ", member, count / phase.seconds())));
        return List.of(
                Figures.text("%.1f", median(phase.from(), phase.until(), this::ofSlow)),
                Figures.text("%.1f", median(phase.from(), phase.until(), this::ofOthers)),
                String.valueOf(between(phase.from(), phase.until(), request -> !request.isAnswered())
                        .size()),
                members.toString().strip());
    }

    private Map<String, Integer> byMember(double from, double until) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        between(from, until, WebRequest::isAnswered).stream()
                .sorted((one, other) -> one.member().compareTo(other.member()))
                .forEach(request -> counts.merge(request.member(), 1, Integer::sum));
        return counts;
    }

    /** What a farm has to show. */
    public List<Check> checks() {
        Phase balanced = phases().get(2);
        double direct = median(moments.slowed() + 1, moments.redirected(), this::ofSlow);
        double spread = median(balanced.from(), balanced.until(), this::ofSlow);
        double others = median(balanced.from(), balanced.until(), this::ofOthers);
        long errors = requests.stream().filter(request -> !request.isAnswered()).count();
        double found = moments.redirected() - moments.slowed();
        return List.of(
                new Check(errors == 0, "nobody gets an error", errors + " of " + requests.size() + " requests", ""),
                new Check(
                        found <= LATEST_REDIRECT,
                        "redirected within 10 s of becoming slow",
                        Figures.text("%.1f s", found),
                        ""),
                spreading(balanced),
                new Check(
                        spread <= MOST_SHARE_OF_SLOW * direct,
                        "its clients' median response time at most 0.2 of the slow one's",
                        Figures.text("%.1f ms instead of %.1f ms", spread, direct),
                        ""),
                new Check(
                        spread <= EQUAL_FACTOR * Math.max(others, MEASURABLE_MILLIS),
                        "10 s after the redirect as fast as the others' (at most 3 times, or 30 ms)",
                        Figures.text("%.1f ms, the others' %.1f ms", spread, others),
                        ""),
                new Check(
                        moments.released() < moments.end(),
                        "released after it has recovered",
                        Figures.text("%.1f s after", moments.released() - moments.recovered()),
                        ""));
    }

    private Check spreading(Phase balanced) {
        Map<String, Long> counts =
                between(balanced.from(), balanced.until(), request -> ofSlow(request) && request.isAnswered()).stream()
                        .collect(Collectors.groupingBy(WebRequest::member, TreeMap::new, Collectors.counting()));
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        long least = requests.stream()
                .map(WebRequest::member)
                .filter(member -> !member.isEmpty() && !member.equals(slow))
                .distinct()
                .mapToLong(member -> counts.getOrDefault(member, 0L))
                .min()
                .orElse(0);
        return new Check(
                all > 0 && least >= LEAST_SHARE * all,
                "its clients are spread: each of the others answers a quarter of their requests at least",
                counts.toString(),
                "");
    }

    /** Response times, and who answered how much. */
    public List<Figure> figures() {
        List<Double> happened =
                List.of(moments.slowed(), moments.redirected(), moments.recovered(), moments.released());
        return List.of(
                new Figure(
                        "farm-response",
                        "Median response time of a second",
                        "ms",
                        true,
                        List.of(
                                curve("clients of the slow member", this::ofSlow),
                                curve("clients of the others", this::ofOthers)),
                        happened,
                        List.of()),
                new Figure(
                        "farm-members", "Answered by each member", "requests/s", false, rates(), happened, List.of()));
    }

    private Curve curve(String name, Predicate<WebRequest> wanted) {
        return Curve.ofSeconds(name, moments.end(), second -> median(second, second + 1, wanted));
    }

    private List<Curve> rates() {
        return byMember(0, moments.end()).keySet().stream()
                .map(member -> Curve.ofSeconds(
                        member,
                        moments.end(),
                        second -> between(
                                        second,
                                        second + 1,
                                        r -> r.isAnswered() && r.member().equals(member))
                                .size()))
                .toList();
    }
}
