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
 * One server under one policy: what was told of it, and what is thought of it since when. What is done about it is its
 * {@link Tenure}, what a release would bring it its {@link Return}. Control thread only.
 */
final class WatchedServer {
    private static final long NEVER = Long.MIN_VALUE;

    private final Endpoint endpoint;
    private final String protocol;
    private final PolicedService service;
    private final Policy policy;
    private final int windowSlices;
    private final int recentSlices;
    private final LoadWindow slices;
    private final List<@Nullable Baseline> past = new ArrayList<>();
    private final Crowd crowd = new Crowd();
    private final PaperEstimator paper;
    private final Tenure tenure;
    private final Return afterRelease;
    private @Nullable Verdict verdict;
    private long firstSlice = Long.MAX_VALUE;
    private long learnedUntil = NEVER;
    private long wellFrom = NEVER;

    /** Steady times; NEVER if it is not so. */
    private long overloadedSince = NEVER;

    private long passedSince = NEVER;
    private long recentSince = NEVER;
    private long relievedSince = NEVER;
    private long lookedAt = NEVER;
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
        slices = new LoadWindow(Return.longSlices(policy));
        paper = new PaperEstimator(policy.minimumSamples());
        tenure = new Tenure(policy);
        afterRelease = new Return(policy, slices);
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
        afterRelease.continues(before.afterRelease);
        tenure.continues(before.tenure);
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
        afterRelease.forgetDemand();
        crowd.clear();
    }

    void demand(long nanos, long queries, long forwarded) {
        afterRelease.demand(nanos, queries, forwarded);
    }

    /** Judges the server anew. */
    void look(Moment now) {
        long from = windowFrom(now);
        long since = Math.max(now.since(), firstSlice);
        Look look = lookFrom(from, Math.min(since, now.end()), now.end());
        active = look.totals().queries() > 0 || !tenure.isDirect();
        silent = look.totals().isSilent() || (silent && !look.totals().hasAnswers());
        Doubts.Reason unsound = Doubts.ofMeasurement(policy, from, since, now);
        sound = unsound == null;
        if (unsound != null) {
            verdict = unknown(evidence(look, now), unsound);
            wellFrom = now.end();
            relievedSince = NEVER;
            overloadedSince = tenure.isDirect() ? NEVER : overloadedSince;
        } else {
            verdict = tenure.isDirect() ? direct(look, now) : redirected(look, now);
        }
        learn(from);
        lookedAt = now.steady();
    }

    private long windowFrom(Moment now) {
        return now.end() - windowSlices;
    }

    private Look lookFrom(long from, long since, long end) {
        slices.findWaiting(since, end);
        WindowTotals totals = slices.totals(from, end);
        if (tenure.isDirect() && policy.estimator() == Estimator.PAPER) {
            return new Look(policy, slices, totals, 0, paper.queryRate(), past, paper);
        }
        // What speaks for a release need not be much; what speaks against it may be a single slow answer.
        int samples = tenure.isDirect() ? policy.minimumSamples() : 0;
        return new Look(policy, slices, totals, samples, returningRate(totals, end), past, null);
    }

    /** Queries per second that the server would get if it were not redirected; what it gets, if it is not. */
    private double returningRate(WindowTotals totals, long end) {
        return tenure.isDirect() ? totals.queryRate() : afterRelease.rate(totals, end);
    }

    private Verdict direct(Look look, Moment now) {
        Evidence evidence = evidence(look, now);
        Doubts.Reason doubt = policy.estimator() == Estimator.WINDOW ? Doubts.ofSamples(policy, look, evidence) : null;
        if (doubt != null) {
            notOverloaded(now);
            return unknown(evidence, doubt);
        }
        boolean overBefore = overloadedSince != NEVER;
        boolean isOver = look.isOver() || (overBefore && !look.isUnder());
        boolean mayBegin = !look.isUnder() && policy.dwell().isPositive();
        noteRecent(mayBegin && recent(now, 0).isOver(), now);
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

    private void noteRecent(boolean isOver, Moment now) {
        if (!isOver) {
            recentSince = NEVER;
        } else if (recentSince == NEVER) {
            recentSince = now.steady();
        }
    }

    private void notOverloaded(Moment now) {
        overloadedSince = NEVER;
        wellFrom = wellFrom == Long.MAX_VALUE ? now.end() : wellFrom;
    }

    private void remember(Look look, Moment now) {
        if (look.isUnder() && lookedAt != NEVER) {
            afterRelease.well(look.totals(), (now.steady() - lookedAt) / 1e9);
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

    private Verdict redirected(Look look, Moment now) {
        Evidence evidence = evidence(look, now);
        if (look.isOver()) {
            afterRelease.overloadedStill(look.totals());
        }
        boolean mayBeLow = look.isUnder() || !look.isKnown();
        String because =
                mayBeLow ? afterRelease.bearable(look.totals(), now.end(), silent, tenure.isLongAgo(now)) : null;
        if (because == null) {
            relievedSince = NEVER;
            return new Verdict.Overloaded(evidence, mayBeLow && !silent ? Ground.WOULD_RETURN : ground(look));
        }
        relievedSince = relievedSince == NEVER ? now.steady() : relievedSince;
        return new Verdict.Relieved(evidence, because);
    }

    private void learn(long from) {
        for (long index = Math.max(learnedUntil, from - 1); index < from; index++) {
            LoadSlice slice = slices.at(index);
            if (slice != null && index >= wellFrom && tenure.isDirect()) {
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
        return new Verdict.Unknown(evidence(look, now), Doubt.WINDOW_NOT_FULL, "nothing was seen of it");
    }

    private static Verdict unknown(Evidence evidence, Doubts.Reason reason) {
        return new Verdict.Unknown(evidence, reason.doubt(), reason.detail());
    }

    private Evidence evidence(Look look, Moment now) {
        long from = windowFrom(now);
        crowd.moveTo(slices, from, now.end());
        return new Evidence(
                look.measures(),
                policy.combination(),
                policy.window(),
                look.totals().queries(),
                crowd.clients(now.own()),
                crowd.largestShare(now.own()),
                slices.waiting(),
                Duration.ofNanos(slices.waitingOldestNanos()),
                returningRate(look.totals(), now.end()),
                now.loss().share(from),
                now.configurationHash());
    }

    /** Whether it is overloaded for so long that something should be done. */
    boolean isDue(Moment now) {
        return tenure.isDirect()
                && overloadedSince != NEVER
                && dwellLeft(now) <= 0
                && tenure.holdLeft(now) <= 0
                && !isPast(recent(now, 2));
    }

    /** For how many steady nanoseconds the whole window has shown it. */
    long overloadedFor(Moment now) {
        return overloadedSince == NEVER ? 0 : now.steady() - passedSince;
    }

    /** Whether it is relieved, and its redirect has lasted long enough. */
    boolean isReleasable(Moment now) {
        return !tenure.isDirect() && relievedSince != NEVER && dwellLeft(now) <= 0 && tenure.holdLeft(now) <= 0;
    }

    /** Nanoseconds until the present verdict has lasted long enough; at most 0 when it has. */
    long dwellLeft(Moment now) {
        long since = tenure.isDirect() ? overloadedSince : relievedSince;
        return since == NEVER
                ? policy.dwell().toNanos()
                : since + policy.dwell().toNanos() - now.steady();
    }

    /** A redirect begins. */
    void redirect(Moment now, boolean real) {
        afterRelease.redirect(windowFrom(now), now.end(), tenure.redirect(now, real));
        forgetVerdicts();
    }

    /** A redirect ends. */
    void release(Moment now) {
        wellFrom = Long.MAX_VALUE;
        tenure.release(now);
        afterRelease.forgetDemand();
        forgetVerdicts();
    }

    private void forgetVerdicts() {
        overloadedSince = NEVER;
        relievedSince = NEVER;
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

    boolean belongsTo(PolicedService other) {
        return service.name().equals(other.name());
    }

    /** What is done about it, since when. */
    Tenure tenure() {
        return tenure;
    }

    State state() {
        return tenure.state();
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
        return !tenure.isDirect()
                || overloadedSince != NEVER
                || (sound && recent(now, 0).isOver());
    }

    long newestSlice() {
        return slices.newest();
    }
}
