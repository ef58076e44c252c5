package org.activerouter.manager.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.activerouter.analyzer.load.LoadSlice;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.policy.Condition.RelativeResponseTime;
import org.activerouter.manager.policy.Policy.Estimator;
import org.activerouter.manager.policy.Standing.State;
import org.activerouter.manager.policy.Verdict.Doubt;
import org.activerouter.manager.policy.Verdict.Ground;
import org.jspecify.annotations.Nullable;

/**
 * One server under one policy: what was told of it, what is thought of it, since when, and what is done about it. Control
 * thread only.
 */
final class WatchedServer {
    private static final long NEVER = Long.MIN_VALUE;

    /** What would come back is looked at over several windows as well: a moment of quiet is no reason to release. */
    private static final int LONG_WINDOWS = 4;

    private static final int MOST_LONG_SLICES = 240;

    private final Endpoint endpoint;
    private final String protocol;
    private final PolicedService service;
    private final Policy policy;
    private final int windowSlices;
    private final int recentSlices;
    private final int longSlices;
    private final LoadWindow slices;
    private final List<@Nullable Baseline> past = new ArrayList<>();
    private final Crowd crowd = new Crowd();
    private final PaperEstimator paper;
    private final DemandRate demand;
    private final boolean judgesRateAlone;
    private Endurance endurance = new Endurance();
    private Standing.State state = State.DIRECT;
    private @Nullable Verdict verdict;
    private long firstSlice = Long.MAX_VALUE;
    private long learnedUntil = NEVER;
    private long wellFrom = NEVER;

    /** Steady times; NEVER if it is not so. */
    private long overloadedSince = NEVER;

    private long passedSince = NEVER;
    private long recentSince = NEVER;
    private long relievedSince = NEVER;
    private long decidedAt = NEVER;
    private long lookedAt = NEVER;
    private int backOff;
    private int redirects;
    private boolean silent;
    private boolean sound;
    private boolean active;

    WatchedServer(Endpoint endpoint, String protocol, PolicedService service) {
        this.endpoint = endpoint;
        this.protocol = protocol;
        this.service = service;
        policy = service.policy();
        windowSlices = (int) LoadWindow.indexOf(policy.window().toNanos());
        recentSlices = recentSlices(policy, windowSlices);
        longSlices = Math.min(LONG_WINDOWS * windowSlices, windowSlices + MOST_LONG_SLICES);
        slices = new LoadWindow(longSlices);
        paper = new PaperEstimator(policy.minimumSamples());
        judgesRateAlone = policy.conditions().stream().allMatch(Condition.QueryRate.class::isInstance);
        demand = new DemandRate(policy.window().toNanos(), longSlices * LoadWindow.SLICE_NANOS);
        for (Condition condition : policy.conditions()) {
            past.add(condition instanceof RelativeResponseTime relative ? new Baseline(relative, policy) : null);
        }
    }

    /** The newest part of the window, which tells whether what the whole window shows is over already. */
    private static int recentSlices(Policy policy, int windowSlices) {
        long dwell = LoadWindow.indexOf(policy.dwell().toNanos());
        return Math.clamp(dwell, 2, Math.max(2, windowSlices / 4));
    }

    /** Takes over what was decided, and what is known of a server's strength, under another configuration. */
    void continues(WatchedServer before) {
        endurance = before.endurance;
        state = before.state;
        decidedAt = before.decidedAt;
        backOff = before.backOff;
        redirects = before.redirects;
    }

    void accept(LoadSlice slice) {
        firstSlice = Math.min(firstSlice, LoadWindow.indexOf(slice.startNanos()));
        slices.accept(slice);
        paper.accept(slice);
    }

    /** The stamps have moved: everything begins anew but what was decided. */
    void restart() {
        firstSlice = Long.MAX_VALUE;
        learnedUntil = NEVER;
        wellFrom = NEVER;
        overloadedSince = NEVER;
        relievedSince = NEVER;
        demand.forget();
        crowd.clear();
    }

    void demand(long nanos, long queries, long forwarded) {
        demand.counters(nanos, queries, forwarded);
    }

    /** Judges the server anew. */
    void look(Moment now) {
        long from = now.end() - windowSlices;
        long since = Math.max(now.since(), firstSlice);
        Look look = lookFrom(from, Math.min(since, now.end()), now.end());
        active = look.totals().queries() > 0 || state != State.DIRECT;
        silent = look.totals().isSilent() || (silent && !look.totals().hasAnswers());
        Verdict unsound = unsound(look, from, since, now);
        sound = unsound == null;
        if (unsound != null) {
            verdict = unsound;
            wellFrom = now.end();
            relievedSince = NEVER;
            overloadedSince = state == State.DIRECT ? NEVER : overloadedSince;
        } else if (state == State.DIRECT) {
            verdict = direct(look, now);
        } else {
            verdict = redirected(look, now);
        }
        learn(from);
        lookedAt = now.steady();
    }

    private Look lookFrom(long from, long since, long end) {
        slices.findWaiting(since, end);
        WindowTotals totals = slices.totals(from, end);
        boolean isDirect = state == State.DIRECT;
        if (isDirect && policy.estimator() == Estimator.PAPER) {
            return new Look(policy, slices, totals, 0, paper.queryRate(), past, paper);
        }
        // What speaks for a release need not be much; what speaks against it may be a single slow answer.
        int samples = isDirect ? policy.minimumSamples() : 0;
        double rate = isDirect ? totals.queryRate() : returningRate(totals, end);
        return new Look(policy, slices, totals, samples, rate, past, null);
    }

    private @Nullable Verdict unsound(Look look, long from, long since, Moment now) {
        if (now.behind()) {
            return unknown(look, now, Doubt.ANALYSIS_BEHIND, "the analysis of the capture does not keep up");
        }
        if (from < since) {
            Duration missing = Duration.ofNanos((Math.min(since, now.end()) - from) * LoadWindow.SLICE_NANOS);
            return unknown(
                    look,
                    now,
                    Doubt.WINDOW_NOT_FULL,
                    "the window of " + PolicyReview.text(policy.window()) + " is full in "
                            + PolicyReview.text(missing));
        }
        double lost = now.loss().share(from);
        if (lost >= CaptureLoss.VOID_FROM) {
            return unknown(look, now, Doubt.CAPTURE_LOSS, "the capture lost " + percent(lost) + " of the frames");
        }
        return null;
    }

    private Verdict direct(Look look, Moment now) {
        Evidence evidence = evidence(look, now);
        Verdict doubt = policy.estimator() == Estimator.WINDOW ? doubt(look, evidence) : null;
        if (doubt != null) {
            notOverloaded(now);
            return doubt;
        }
        boolean overBefore = overloadedSince != NEVER;
        boolean isOver = look.isOver() || (overBefore && !look.isUnder());
        boolean mayBegin = !look.isUnder() && policy.dwell().isPositive();
        boolean isRecent = mayBegin && recent(now, 0).isOver();
        recentSince = !isRecent ? NEVER : recentSince == NEVER ? now.steady() : recentSince;
        if (!isOver || (mayBegin && isPast(recent(now, 2)))) {
            notOverloaded(now);
            remember(look, now);
            return new Verdict.Well(evidence);
        }
        if (!overBefore) {
            // The window shows an overload later than its newest part does.
            overloadedSince = recentSince == NEVER ? now.steady() : recentSince;
            passedSince = now.steady();
        }
        wellFrom = Long.MAX_VALUE;
        return new Verdict.Overloaded(evidence, ground(look));
    }

    private void notOverloaded(Moment now) {
        overloadedSince = NEVER;
        wellFrom = wellFrom == Long.MAX_VALUE ? now.end() : wellFrom;
    }

    private void remember(Look look, Moment now) {
        if (look.isUnder() && lookedAt != NEVER) {
            endurance.well(look.totals().answerRate(), (now.steady() - lookedAt) / 1e9);
        }
    }

    private Ground ground(Look look) {
        return silent ? Ground.SILENT : look.isOver() ? Ground.PASSED : Ground.NOT_YET_LOW;
    }

    /** A few samples are enough to say that what the window shows is over; they never say that it begins. */
    private Look recent(Moment now, double deviations) {
        WindowTotals totals = slices.totals(now.end() - recentSlices, now.end());
        double count = totals.queries();
        // What a Poisson process with this rate could have been, that many standard deviations above what was counted.
        double rate = (count + deviations * Math.sqrt(count + 1)) / totals.seconds();
        return new Look(policy, slices, totals, 3, rate, past, null);
    }

    private boolean isPast(Look recent) {
        return policy.estimator() == Estimator.WINDOW && recent.isUnder() && !recent.isOver();
    }

    private @Nullable Verdict doubt(Look look, Evidence evidence) {
        if (!look.isKnown()) {
            boolean enough = look.samples() >= policy.minimumSamples();
            return enough && look.lacksBaseline()
                    ? new Verdict.Unknown(evidence, Doubt.NO_BASELINE, "its own past is not known for long enough")
                    : new Verdict.Unknown(
                            evidence,
                            Doubt.FEW_SAMPLES,
                            look.samples() + " samples are fewer than " + policy.minimumSamples());
        }
        if (evidence.clients() < policy.minimumClients()) {
            return new Verdict.Unknown(
                    evidence,
                    Doubt.FEW_CLIENTS,
                    evidence.clients() + " clients are fewer than " + policy.minimumClients());
        }
        if (evidence.largestClientShare() > policy.largestClientShare()) {
            return new Verdict.Unknown(
                    evidence,
                    Doubt.GREEDY_CLIENT,
                    "one client asks " + percent(evidence.largestClientShare()) + " of all, more than "
                            + percent(policy.largestClientShare()));
        }
        return null;
    }

    private Verdict redirected(Look look, Moment now) {
        Evidence evidence = evidence(look, now);
        if (look.isOver()) {
            endurance.overloadedStill(look.totals().answerRate());
        }
        boolean mayBeLow = look.isUnder() || !look.isKnown();
        String because = mayBeLow ? relief(look, now) : null;
        if (because == null) {
            relievedSince = NEVER;
            return new Verdict.Overloaded(evidence, mayBeLow && !silent ? Ground.WOULD_RETURN : ground(look));
        }
        relievedSince = relievedSince == NEVER ? now.steady() : relievedSince;
        return new Verdict.Relieved(evidence, because);
    }

    /** Why it could bear what it would get back; null if it could not. */
    private @Nullable String relief(Look look, Moment now) {
        double returning = returningRate(look.totals(), now.end());
        if (returning * look.totals().seconds() < policy.minimumSamples() && slices.waiting() == 0) {
            return "hardly anybody asks any more";
        }
        if (silent) {
            return null;
        }
        if (judgesRateAlone) {
            return "it would get back " + Measure.figure(returning) + "/s";
        }
        boolean healthy = look.totals().answered() >= policy.minimumSamples();
        double kept = returning - seenRate(look.totals(), now.end());
        if (healthy && kept <= 0.1 * returning) {
            return "it bears all of its load again";
        }
        boolean longAgo = decidedAt != NEVER
                && now.steady() - decidedAt >= policy.longestHold().toNanos();
        if (endurance.isSlowed() && look.totals().answered() == 0 && !longAgo) {
            // It was not the load that made it slow, and nothing shows that it is quick again.
            return null;
        }
        double bearable = healthy ? endurance.bearableRate() : endurance.yieldedRate();
        if (returning <= Endurance.ROOM * bearable) {
            return "it would get back " + Measure.figure(returning) + "/s and has borne " + Measure.figure(bearable)
                    + "/s";
        }
        return healthy && longAgo && endurance.isUnproven()
                ? "it is quick again, and what it bears is not known"
                : null;
    }

    /** Queries per second that the server would get if it were not redirected; what it gets, if it is not. */
    private double returningRate(WindowTotals totals, long end) {
        if (state == State.DIRECT) {
            return totals.queryRate();
        }
        return Math.max(seenRate(totals, end) + demand.keptPerSecond(), demand.queriesPerSecond());
    }

    private double seenRate(WindowTotals totals, long end) {
        return Math.max(totals.queryRate(), slices.totals(end - longSlices, end).queryRate());
    }

    private void learn(long from) {
        for (long index = Math.max(learnedUntil, from - 1); index < from; index++) {
            LoadSlice slice = slices.at(index);
            if (slice != null && index >= wellFrom && state == State.DIRECT) {
                past.forEach(baseline -> {
                    if (baseline != null) {
                        baseline.learn(slice);
                    }
                });
            }
        }
        learnedUntil = from;
    }

    /** A verdict on a server that nothing is known of. */
    Verdict unseen(Moment now) {
        Look look = lookFrom(now.end(), now.end(), now.end());
        return unknown(look, now, Doubt.WINDOW_NOT_FULL, "nothing was seen of it");
    }

    private Verdict unknown(Look look, Moment now, Doubt doubt, String detail) {
        return new Verdict.Unknown(evidence(look, now), doubt, detail);
    }

    private Evidence evidence(Look look, Moment now) {
        long from = now.end() - windowSlices;
        crowd.moveTo(slices, from, now.end());
        return new Evidence(
                look.measures(),
                policy.combination(),
                policy.window(),
                look.totals().queries(),
                crowd.clients(),
                crowd.largestShare(),
                slices.waiting(),
                Duration.ofNanos(slices.waitingOldestNanos()),
                returningRate(look.totals(), now.end()),
                now.loss().share(from),
                now.configurationHash());
    }

    private static String percent(double share) {
        return Measure.figure(100 * share) + " %";
    }

    /** Whether it is overloaded for so long that something should be done. */
    boolean isDue(Moment now) {
        return state == State.DIRECT
                && overloadedSince != NEVER
                && dwellLeft(now) <= 0
                && holdLeft(now) <= 0
                && !isPast(recent(now, 2));
    }

    /** For how many steady nanoseconds the whole window has shown it. */
    long overloadedFor(Moment now) {
        return overloadedSince == NEVER ? 0 : now.steady() - passedSince;
    }

    /** Whether it is relieved, and its redirect has lasted long enough. */
    boolean isReleasable(Moment now) {
        return state != State.DIRECT && relievedSince != NEVER && dwellLeft(now) <= 0 && holdLeft(now) <= 0;
    }

    /** Nanoseconds until the present verdict has lasted long enough; at most 0 when it has. */
    long dwellLeft(Moment now) {
        long since = state == State.DIRECT ? overloadedSince : relievedSince;
        return since == NEVER
                ? policy.dwell().toNanos()
                : since + policy.dwell().toNanos() - now.steady();
    }

    /** Nanoseconds until the last decision may be changed; at most 0 when it may. */
    long holdLeft(Moment now) {
        return decidedAt == NEVER ? 0 : decidedAt + hold() - now.steady();
    }

    /** Only redirects last longer and longer: a server that was released is not to wait for help. */
    private long hold() {
        double grown = (double) policy.hold().toNanos() * Math.pow(policy.holdGrowth(), backOff);
        return state == State.DIRECT
                ? policy.hold().toNanos()
                : (long) Math.min(grown, (double) policy.longestHold().toNanos());
    }

    /** A redirect begins. */
    void redirect(Moment now, boolean real) {
        WindowTotals totals = slices.totals(now.end() - windowSlices, now.end());
        boolean again = decidedAt != NEVER
                && now.steady() - decidedAt <= policy.longestHold().toNanos();
        backOff = again ? backOff + 1 : 0;
        if (again) {
            endurance.disproved();
        }
        WindowTotals longer = slices.totals(now.end() - longSlices, now.end());
        endurance.overloaded(
                totals.queryRate(), slices.peakAnswerRate(now.end() - windowSlices, now.end()), longer.queryRate());
        redirects++;
        enter(real ? State.REDIRECTED : State.WOULD_BE_REDIRECTED, now);
    }

    /** A redirect ends. */
    void release(Moment now) {
        wellFrom = Long.MAX_VALUE;
        enter(State.DIRECT, now);
    }

    private void enter(State next, Moment now) {
        state = next;
        decidedAt = now.steady();
        overloadedSince = NEVER;
        relievedSince = NEVER;
        demand.forget();
    }

    /** What would have been done begins to be done: it is decided anew. */
    void forgetWouldBe() {
        state = State.DIRECT;
        decidedAt = NEVER;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    String protocol() {
        return protocol;
    }

    PolicedService service() {
        return service;
    }

    State state() {
        return state;
    }

    Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    /** Whether it was asked in its window, or is redirected. */
    boolean isActive() {
        return active;
    }

    /** Whether it looks overloaded at this moment, by however few samples. */
    boolean isSuspect(Moment now) {
        return state != State.DIRECT
                || overloadedSince != NEVER
                || (sound && recent(now, 0).isOver());
    }

    int redirects() {
        return redirects;
    }

    Duration stateFor(Moment now) {
        return decidedAt == NEVER ? Duration.ZERO : Duration.ofNanos(now.steady() - decidedAt);
    }

    long newestSlice() {
        return slices.newest();
    }
}
