package org.activerouter.manager.policy;

import org.jspecify.annotations.Nullable;

/**
 * What a redirected server would get back if it were released, and whether it could bear that: a release must not trigger the
 * next redirect. Rates are queries per second. Control thread only.
 */
final class Return {
    /** What would come back is looked at over several windows as well: a moment of quiet is no reason to release. */
    private static final int LONG_WINDOWS = 4;

    private static final int MOST_LONG_SLICES = 240;

    private final Policy policy;
    private final LoadWindow slices;
    private final int longSlices;
    private final boolean judgesRateAlone;
    private final DemandRate demand;
    private Endurance endurance = new Endurance();

    Return(Policy policy, LoadWindow slices) {
        this.policy = policy;
        this.slices = slices;
        longSlices = longSlices(policy);
        judgesRateAlone = policy.conditions().stream().allMatch(Condition.QueryRate.class::isInstance);
        demand = new DemandRate(policy.window().toNanos(), longSlices * LoadWindow.SLICE_NANOS);
    }

    /** How far back it looks, in slices. */
    static int longSlices(Policy policy) {
        int windowSlices = (int) LoadWindow.indexOf(policy.window().toNanos());
        return Math.min(LONG_WINDOWS * windowSlices, windowSlices + MOST_LONG_SLICES);
    }

    /** Takes over what is known of the server's strength. */
    void continues(Return before) {
        endurance = before.endurance;
    }

    /** What the active service was asked on the server's behalf so far; see {@link PolicyEngine#demand}. */
    void demand(long nanos, long queries, long forwarded) {
        demand.counters(nanos, queries, forwarded);
    }

    void forgetDemand() {
        demand.forget();
    }

    /** The server was well for so long. */
    void well(WindowTotals totals, double seconds) {
        endurance.well(totals.answerRate(), seconds);
    }

    /** The server is redirected, and overloaded still. */
    void overloadedStill(WindowTotals totals) {
        endurance.overloadedStill(totals.answerRate());
    }

    /**
     * A redirect begins.
     *
     * @param again whether the last release was a mistake
     */
    void redirect(long from, long end, boolean again) {
        if (again) {
            endurance.disproved();
        }
        endurance.overloaded(
                slices.totals(from, end).queryRate(),
                slices.peakAnswerRate(from, end),
                slices.totals(end - longSlices, end).queryRate());
        demand.forget();
    }

    /** Queries per second that a redirected server would get. */
    double rate(WindowTotals totals, long end) {
        return Math.max(seenRate(totals, end) + demand.keptPerSecond(), demand.queriesPerSecond());
    }

    private double seenRate(WindowTotals totals, long end) {
        return Math.max(totals.queryRate(), slices.totals(end - longSlices, end).queryRate());
    }

    /**
     * Why the server could bear what it would get back; null if it could not.
     *
     * @param silent whether it answers nothing at all
     * @param longAgo whether the redirect has lasted for the longest hold
     */
    @Nullable
    String bearable(WindowTotals totals, long end, boolean silent, boolean longAgo) {
        double returning = rate(totals, end);
        if (returning * totals.seconds() < policy.minimumSamples() && slices.waiting() == 0) {
            return "hardly anybody asks any more";
        }
        if (silent) {
            return null;
        }
        if (judgesRateAlone) {
            return "it would get back " + Measure.figure(returning) + "/s";
        }
        boolean healthy = totals.answered() >= policy.minimumSamples();
        double kept = returning - seenRate(totals, end);
        if (healthy && kept <= 0.1 * returning) {
            return "it bears all of its load again";
        }
        if (endurance.isSlowed() && totals.answered() == 0 && !longAgo) {
            // It was not the load that made it slow, and nothing shows that it is quick again.
            return null;
        }
        return bearable(returning, healthy, longAgo);
    }

    private @Nullable String bearable(double returning, boolean healthy, boolean longAgo) {
        double most = healthy ? endurance.bearableRate() : endurance.yieldedRate();
        if (returning <= Endurance.ROOM * most) {
            return "it would get back " + Measure.figure(returning) + "/s and has borne " + Measure.figure(most) + "/s";
        }
        return healthy && longAgo ? worthATry(returning) : null;
    }

    /** Without room to spare: only time can tell, and a mistake makes the next redirect longer. */
    private @Nullable String worthATry(double returning) {
        if (endurance.isUnproven()) {
            return "it is quick again, and what it bears is not known";
        }
        return endurance.hasBorne(returning) ? "it is quick again, and has borne as much before it became slow" : null;
    }
}
