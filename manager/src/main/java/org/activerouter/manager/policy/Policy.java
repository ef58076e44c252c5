package org.activerouter.manager.policy;

import java.time.Duration;
import java.util.List;

/**
 * When a server counts as overloaded and when as relieved again: thresholds, and how much evidence they need.
 *
 * @param name its name in the configuration
 * @param mode whether decisions are carried out or only said
 * @param estimator how the metrics are computed
 * @param conditions the thresholds; at least one
 * @param combination whether one passed threshold is enough or all must be
 * @param window the time that the metrics look back
 * @param minimumSamples queries or responses below which a window says nothing
 * @param minimumClients distinct client addresses below which a window says nothing: one client is not a crowd
 * @param largestClientShare share of a window's queries (0 to 1) above which one client is taken for the cause, and no verdict is given
 * @param dwell how long the server must stay overloaded before anything is done
 * @param hold how long a decision stands at least
 * @param holdGrowth factor by which the hold grows each time a release is followed by another redirect; at least 1
 * @param longestHold where that growth ends
 * @param redirectedShare largest share (0 to 1) of the active servers of a service redirected at once; when more look overloaded
 *     together, the network is at fault and nothing is done. One server may always be redirected.
 * @param handover what becomes of established sessions
 * @param opaqueToo whether sessions that cannot be read are taken over as well, to be passed on byte for byte
 */
public record Policy(
        String name,
        Mode mode,
        Estimator estimator,
        List<Condition> conditions,
        Combination combination,
        Duration window,
        int minimumSamples,
        int minimumClients,
        double largestClientShare,
        Duration dwell,
        Duration hold,
        double holdGrowth,
        Duration longestHold,
        double redirectedShare,
        Handover handover,
        boolean opaqueToo) {

    /** Keeps its own copy of the conditions. */
    public Policy {
        conditions = List.copyOf(conditions);
    }

    /** The same policy in another mode. */
    public Policy in(Mode other) {
        return new Policy(
                name,
                other,
                estimator,
                conditions,
                combination,
                window,
                minimumSamples,
                minimumClients,
                largestClientShare,
                dwell,
                hold,
                holdGrowth,
                longestHold,
                redirectedShare,
                handover,
                opaqueToo);
    }

    /** Whether one of its conditions is of this kind. */
    public boolean judges(Class<? extends Condition> kind) {
        return conditions.stream().anyMatch(kind::isInstance);
    }

    /**
     * Everything that would keep it from ever firing, make it flap, or make its verdicts meaningless; empty if nothing does. A
     * policy with flaws is refused by the engine.
     */
    public List<PolicyFlaw> flaws() {
        return new PolicyReview(this).flaws();
    }

    /** Whether decisions are carried out. */
    public enum Mode {
        /** Decisions are said, stored and logged; nothing is redirected. */
        OBSERVE,
        /** Decisions are carried out. */
        ACT
    }

    /** How metrics are computed. */
    public enum Estimator {
        /** Over the sliding window, with all safeguards. */
        WINDOW,
        /** The paper's two schemes exactly as printed: RT_av against RT_thH, N-query rate against QR_thH. */
        PAPER
    }

    /** How several conditions make one verdict. */
    public enum Combination {
        /** Overloaded if any condition says so; relieved if none does and all are below their low threshold. */
        ANY,
        /** Overloaded if all conditions say so; relieved if any is below its low threshold. */
        ALL
    }

    /** What becomes of sessions that are established when a redirect begins. */
    public enum Handover {
        /** They stay on the direct path until they end; only new connections are redirected. */
        NEW_ONLY,
        /** They are reset, so that their clients come back at once. */
        RECONNECT,
        /** They are taken over without a disconnect. */
        TAKEOVER
    }
}
