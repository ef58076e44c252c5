package org.activerouter.lab.experiment;

import java.util.ArrayList;
import java.util.List;
import org.activerouter.lab.events.Event;

/**
 * Whether a run has the shapes of the paper's figures 5 to 7, and whether our own way does better. All windows lie well inside
 * what they are to show, so that no single query decides.
 */
public final class PaperShapes {
    private static final double SETTLED = 40;
    private static final double JUST_BEFORE = 30;
    private static final double EARLY = 20;
    private static final double LATE = 100;

    /** The paper: active at 160 s, redirected at 170 s. */
    private static final double LATEST_DECISION = 20;

    /** Part of B's queries that must be gone from the server: all but first askings of keywords, most of which have been asked. */
    private static final double LEAST_STEP = 0.8;

    private static final double DEEPEST_WAVE = 0.1;
    private static final double DIP = 0.8;
    private static final double RECOVERED = 0.95;
    private static final double NO_DIP = 0.98;

    /** What chance may take from the reduction that a TTL allows. */
    private static final double REDUCTION_ALLOWANCE = 0.1;

    private static final double INTERVAL = 1;

    private final Run run;
    private final Facts facts;
    private final double redirected;
    private final double back;
    private final Curve server;
    private final Curve serverOfB;
    private final Curve askedInB;
    private final Curve ofProxy;
    private final List<Check> checks = new ArrayList<>();

    private PaperShapes(Run run) {
        this.run = run;
        this.facts = run.facts();
        // A run without a redirect is held to what should have happened at the time at which it might have acted.
        this.redirected = facts.redirected().orElse(facts.active());
        this.back = back(run, redirected);
        this.server = Curve.rate("server", run, run.served(), INTERVAL);
        this.serverOfB = Curve.rate("server of B", run, run.servedToB(), INTERVAL);
        this.askedInB = Curve.rate("B", run, run.askedInB(), INTERVAL);
        this.ofProxy = Curve.rate("proxy", run, run.askedOfProxy(), INTERVAL);
    }

    /** The paper's own way has to show the paper's shapes. */
    public static List<Check> ofThePaper(Run run) {
        PaperShapes shapes = new PaperShapes(run);
        shapes.decision();
        shapes.step(LEAST_STEP);
        shapes.proxyTakesOver();
        shapes.dip();
        shapes.recovery();
        shapes.longerResponses();
        shapes.everyFileFetched();
        return List.copyOf(shapes.checks);
    }

    /** Our own way: the same step as far as the TTL allows, and none of the harm. */
    public static List<Check> ofOurs(Run run) {
        PaperShapes shapes = new PaperShapes(run);
        shapes.decision();
        shapes.reduction();
        shapes.proxyTakesOver();
        shapes.noDip();
        shapes.noPoorerAnswer();
        shapes.noLongerResponses();
        shapes.everyFileFetched();
        shapes.checks.add(Continuity.relief(run, SETTLED, shapes.end()));
        shapes.checks.addAll(Continuity.ofSessions(run));
        return List.copyOf(shapes.checks);
    }

    /** Without a router nothing changes: what the other runs are held against, and what shows that the checks can fail. */
    public static List<Check> ofDirect(Run run) {
        PaperShapes shapes = new PaperShapes(run);
        shapes.flat();
        shapes.everythingFound();
        shapes.everyFileFetched();
        shapes.noPoorerAnswer();
        return List.copyOf(shapes.checks);
    }

    private void flat() {
        double before = server.mean(SETTLED, facts.active());
        double late = server.mean(end() - LATE, end());
        add(
                Math.abs(before - late) <= DEEPEST_WAVE * before,
                "without a router the server's query rate is flat to the end",
                Figures.text("%.2f/s, and %.2f/s in the last %.0f s", before, late, LATE),
                "");
    }

    private void everythingFound() {
        double before = found(SETTLED, facts.active());
        add(before >= NO_DIP, "every search finds what there is", Figures.text("%.1f %% of it", 100 * before), "");
    }

    private void everyFileFetched() {
        int fetched = run.anywhere(Event.Kind.FETCHED).size();
        int failed = run.anywhere(Event.Kind.FETCH_FAILED).size();
        add(
                fetched > 0 && failed == 0,
                "files that were found can be fetched from their sharers",
                fetched + " fetched, " + failed + " failed",
                "");
    }

    /** When the last peer of B that came back had come back. */
    private static double back(Run run, double redirected) {
        return run.inB(Event.Kind.CONNECTED).stream()
                .mapToDouble(run::second)
                .filter(second -> second >= redirected && second < redirected + LATE)
                .max()
                .orElse(redirected);
    }

    /** The longest time that a peer of B was without connection after the redirect; 0 when none was. */
    static double longestOutage(Run run) {
        double longest = 0;
        for (Event lost : run.inB(Event.Kind.LOST)) {
            double returned = run.inB(Event.Kind.CONNECTED).stream()
                    .filter(event -> event.nick().equals(lost.nick()) && event.millis() >= lost.millis())
                    .mapToDouble(run::second)
                    .findFirst()
                    .orElse(run.facts().end());
            longest = Math.max(longest, returned - run.second(lost));
        }
        return longest;
    }

    private double end() {
        return facts.end();
    }

    private void decision() {
        double delay = facts.redirected().orElse(Double.POSITIVE_INFINITY) - facts.active();
        add(
                delay >= 0 && delay <= LATEST_DECISION,
                "the redirect is in force within " + (int) LATEST_DECISION + " s of becoming active",
                Double.isInfinite(delay) ? "never" : Figures.text("after %.1f s", delay),
                "10 s");
    }

    /** Figure 5. */
    private void step(double least) {
        double before = server.mean(SETTLED, facts.active());
        double until = server.mean(redirected - JUST_BEFORE, redirected);
        double late = server.mean(end() - LATE, end());
        double ofB = serverOfB.mean(SETTLED, facts.active());
        add(
                Math.abs(until - before) <= DEEPEST_WAVE * before,
                "figure 5: the server's query rate is flat until the redirect",
                Figures.text("%.2f/s, and %.2f/s just before it", before, until),
                "flat");
        add(
                before - late >= least * ofB,
                "figure 5: then it steps down by network B's share",
                Figures.text("from %.2f/s to %.2f/s; B asked %.2f/s", before, late, ofB),
                "the server receives queries only from network A and from the proxy");
    }

    private void proxyTakesOver() {
        double before = askedInB.mean(SETTLED, facts.active());
        double late = ofProxy.mean(end() - LATE, end());
        add(
                late >= (1 - DEEPEST_WAVE) * before,
                "figure 5: the proxy receives what network B asks",
                Figures.text("%.2f/s of %.2f/s", late, before),
                "from 220 s on");
    }

    /** Figure 6. Held to what each search could find, so that the chance of which keywords were asked for does not count. */
    private void dip() {
        double before = found(SETTLED, facts.active());
        double early = found(back, back + EARLY);
        add(
                early <= DIP * before,
                "figure 6: after the redirect answers name fewer files",
                Figures.text("%.0f %% of those there are; %.0f %% before", 100 * early, 100 * before),
                "insufficient");
    }

    private void recovery() {
        double late = found(end() - LATE, end());
        double early = found(back, back + EARLY);
        add(
                late >= RECOVERED && late > early,
                "figure 6: and later all again",
                Figures.text("%.0f %% in the last %.0f s", 100 * late, LATE),
                "improved as time passes");
    }

    private void noDip() {
        double early = found(back, back + EARLY);
        add(
                early >= NO_DIP,
                "figure 6: no answer becomes poorer at the redirect",
                Figures.text("%.1f %% of the files there are, in the first %.0f s", 100 * early, EARLY),
                "insufficient at first");
    }

    private double found(double from, double until) {
        List<Event> events = run.between(run.askedInB(), from, until);
        double there = events.stream()
                .mapToLong(event -> run.truth().expected(event.keyword(), event.nick()))
                .sum();
        return events.stream().mapToDouble(Event::results).sum() / there;
    }

    private void noPoorerAnswer() {
        AnswerComparison comparison = AnswerComparison.of(run, redirected, end());
        add(comparison.holds(), AnswerComparison.WANTED, comparison.found(), "");
    }

    /** Figure 7. */
    private void longerResponses() {
        double before = response(SETTLED, facts.active());
        double after = response(back, end());
        add(
                after > before,
                "figure 7: responses take longer after the redirect",
                Figures.text("median %.2f ms, %.2f ms before", after, before),
                "longer: one thread and one lock");
    }

    private void noLongerResponses() {
        double before = response(SETTLED, facts.active());
        double after = response(back, end());
        add(
                after <= before,
                "figure 7: responses take no longer after the redirect",
                Figures.text("median %.2f ms, %.2f ms before", after, before),
                "longer");
    }

    private double response(double from, double until) {
        return Figures.median(run.between(run.askedInB(), from, until), Event::responseMillis);
    }

    /** What a TTL allows at best when each keyword is asked for at random times: see {@link #bound}. */
    private void reduction() {
        double asked = askedInB.mean(end() - LATE, end());
        double reached = serverOfB.mean(end() - LATE, end());
        double reduction = 1 - reached / asked;
        double bound = bound(asked, run.truth().keywords(), facts.ttl());
        add(
                reduction >= bound - REDUCTION_ALLOWANCE,
                "figure 5: B's queries at the server fall as far as the TTL allows",
                Figures.text(
                        "by %.0f %%; a TTL of %.0f s allows %.0f %% at %.1f queries/s over %d keywords",
                        100 * reduction,
                        facts.ttl(),
                        100 * bound,
                        asked,
                        run.truth().keywords()),
                "a TTL that it does not name");
    }

    /**
     * The share of queries that a cache can answer by itself: a keyword asked for at random times, {@code rate} per second, is
     * fetched once and then answered for the TTL, in which {@code rate x ttl} more come: {@code rate x ttl / (1 + rate x ttl)}.
     */
    static double bound(double queriesPerSecond, int keywords, double ttl) {
        double perTtl = queriesPerSecond / keywords * ttl;
        return perTtl / (1 + perTtl);
    }

    private void add(boolean passed, String wanted, String measured, String paper) {
        checks.add(new Check(passed, wanted, measured, paper));
    }
}
