package org.activerouter.lab.experiment;

import java.util.List;
import org.activerouter.lab.events.Event;

/** What a redirect does to those who have a session: it goes on, and relieves the server all the same. */
final class Continuity {
    private static final double LONGEST_STEP = 3;

    /** Seconds in which those who notice that somebody left do so, on a busy machine. */
    private static final double SAME = 2;

    private final Run run;
    private final double verdict;

    private Continuity(Run run) {
        this.run = run;
        this.verdict = run.facts().verdict().orElse(Double.NaN);
    }

    /** What becomes of sessions, whatever serves them. */
    static List<Check> ofSessions(Run run) {
        Continuity continuity = new Continuity(run);
        return List.of(continuity.nobodyLost(), continuity.sharesStay());
    }

    /**
     * How soon the server is relieved.
     *
     * @param from when the rate from before the verdict begins, seconds of the experiment
     * @param until when the rate from after it ends
     */
    static Check relief(Run run, double from, double until) {
        return new Continuity(run).step(from, until);
    }

    private Check step(double from, double until) {
        double most = LONGEST_STEP * run.facts().speed();
        RateStep step = RateStep.find(run, run.servedToB(), from, verdict, verdict + most, until);
        double took = step.second().orElse(Double.POSITIVE_INFINITY) - verdict;
        return new Check(
                took <= most,
                Figures.text("the server's query rate from B steps down within %.0f s of the verdict", LONGEST_STEP),
                Figures.text(
                        "%s, from %.1f/s to %.1f/s",
                        took < Double.POSITIVE_INFINITY
                                ? Figures.text(
                                        "after %.1f s", took / run.facts().speed())
                                : "never",
                        step.before(),
                        step.after()),
                "at once: nobody of B was connected any more");
    }

    private Check nobodyLost() {
        List<Event> lost = run.anywhere(Event.Kind.LOST);
        return new Check(
                lost.isEmpty(),
                "no peer ever disconnects",
                Figures.text(
                        "%d connections lost, %.2f s at most (handover: %s); longest wait for an answer while they moved: %.2f s",
                        lost.size(),
                        PaperShapes.longestOutage(run) / run.facts().speed(),
                        run.facts().handover(),
                        longestWait()),
                "all six of B, for about 50 s");
    }

    /** Of B, in the time that a step may take, real seconds; NaN of none. */
    private double longestWait() {
        double until = verdict + LONGEST_STEP * run.facts().speed();
        return Figures.quantile(run.between(run.askedInB(), verdict, until), Event::responseMillis, 1) / 1e3;
    }

    /** The server forgets a peer's shares with its session, so it may let go only of those who leave. */
    private Check sharesStay() {
        List<Event> left = run.anywhere(Event.Kind.LEFT);
        long without = run.letGo().stream()
                .filter(gone -> left.stream().noneMatch(each -> isSame(each, gone)))
                .count();
        return new Check(
                without == 0,
                "the peers' shares never left the directory",
                Figures.text(
                        "the server let go of %d sessions of peers who had left by themselves, and of %d others",
                        run.letGo().size() - without, without),
                "they did, and came back after 50 s");
    }

    private boolean isSame(Event left, Event gone) {
        return left.nick().equals(gone.nick()) && Math.abs(gone.millis() - left.millis()) <= SAME * 1e3;
    }
}
