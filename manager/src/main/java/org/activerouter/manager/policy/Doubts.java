package org.activerouter.manager.policy;

import java.time.Duration;
import org.activerouter.manager.policy.Verdict.Doubt;
import org.jspecify.annotations.Nullable;

/** Why what was seen of a server allows no verdict. Stateless. */
final class Doubts {
    private Doubts() {}

    /** Why no verdict can be given. */
    record Reason(Doubt doubt, String detail) {}

    /**
     * Whether the measurement as such is to be believed.
     *
     * @param from the slice at which the window begins
     * @param since nothing before this slice is known
     */
    static @Nullable Reason ofMeasurement(Policy policy, long from, long since, Moment now) {
        if (now.behind()) {
            return new Reason(Doubt.ANALYSIS_BEHIND, "the analysis of the capture does not keep up");
        }
        if (from < since) {
            Duration missing = Duration.ofNanos((Math.min(since, now.end()) - from) * LoadWindow.SLICE_NANOS);
            return new Reason(
                    Doubt.WINDOW_NOT_FULL,
                    "the window of " + PolicyReview.text(policy.window()) + " is full in "
                            + PolicyReview.text(missing));
        }
        double lost = now.loss().share(from);
        return lost >= CaptureLoss.VOID_FROM
                ? new Reason(Doubt.CAPTURE_LOSS, "the capture lost " + percent(lost) + " of the frames")
                : null;
    }

    /** Whether what was measured of a direct server is enough, and of enough clients. */
    static @Nullable Reason ofSamples(Policy policy, Look look, Evidence evidence) {
        if (!look.isKnown()) {
            return tooFew(policy, look);
        }
        if (evidence.clients() < policy.minimumClients()) {
            return new Reason(
                    Doubt.FEW_CLIENTS, evidence.clients() + " clients are fewer than " + policy.minimumClients());
        }
        if (evidence.largestClientShare() > policy.largestClientShare()) {
            return new Reason(
                    Doubt.GREEDY_CLIENT,
                    "one client asks " + percent(evidence.largestClientShare()) + " of all, more than "
                            + percent(policy.largestClientShare()));
        }
        return null;
    }

    private static Reason tooFew(Policy policy, Look look) {
        boolean enough = look.samples() >= policy.minimumSamples();
        return enough && look.lacksBaseline()
                ? new Reason(Doubt.NO_BASELINE, "its own past is not known for long enough")
                : new Reason(Doubt.FEW_SAMPLES, look.samples() + " samples are fewer than " + policy.minimumSamples());
    }

    private static String percent(double share) {
        return Measure.figure(100 * share) + " %";
    }
}
