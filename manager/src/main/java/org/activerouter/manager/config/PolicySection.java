package org.activerouter.manager.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.activerouter.manager.policy.Condition;
import org.activerouter.manager.policy.Policy;
import org.activerouter.manager.policy.Policy.Combination;
import org.activerouter.manager.policy.Policy.Estimator;
import org.activerouter.manager.policy.Policy.Handover;
import org.activerouter.manager.policy.Policy.Mode;
import org.activerouter.manager.policy.PolicyFlaw;

/** Reads a policy, and says in which line its flaws are. */
final class PolicySection {
    private static final Duration DAY = Duration.ofDays(1);

    private static final Key<Mode> MODE = Key.usually(
            "mode",
            Types.oneOf(Mode.class),
            Mode.OBSERVE,
            "Whether decisions are carried out (act), or only said, stored and logged (observe).");
    private static final Key<Estimator> ESTIMATOR = Key.usually(
            "estimator",
            Types.oneOf(Estimator.class),
            Estimator.WINDOW,
            "How the figures are computed: over a sliding window with all safeguards, or as the paper's two schemes are"
                    + " printed.");
    private static final Key<Combination> WHEN = Key.usually(
            "when",
            Types.oneOf(Combination.class),
            Combination.ANY,
            "Whether one of several conditions is enough, or all must be met.");
    private static final Key<Duration> WINDOW = Key.usually(
            "window",
            Types.duration(Duration.ofMillis(500), Duration.ofMinutes(10)),
            Duration.ofSeconds(2),
            "How far back the figures look; a multiple of 250ms.");
    private static final Key<Integer> MINIMUM_SAMPLES = Key.usually(
            "minimum-samples",
            Types.whole(1, 1_000_000),
            20,
            "Queries or responses in a window; with fewer it says nothing.");
    private static final Key<Integer> MINIMUM_CLIENTS = Key.usually(
            "minimum-clients",
            Types.whole(1, 32),
            3,
            "Different client addresses in a window; with fewer it says nothing: one client is not a crowd.");
    private static final Key<Double> LARGEST_CLIENT_SHARE = Key.usually(
            "largest-client-share",
            Types.share(),
            0.5,
            "Share of a window's queries above which one client is taken for the cause, and nothing is done.");
    private static final Key<Duration> DWELL = Key.usually(
            "dwell",
            Types.duration(Duration.ZERO, DAY),
            Duration.ofMillis(500),
            "How long a server must stay overloaded before anything is done.");
    private static final Key<Duration> HOLD = Key.usually(
            "hold",
            Types.duration(Duration.ZERO, DAY),
            Duration.ofMinutes(1),
            "How long a decision stands at least; no shorter than the window.");
    private static final Key<Double> HOLD_GROWTH = Key.usually(
            "hold-growth",
            Types.decimal(1, 100),
            2.0,
            "Factor by which hold grows each time a release is followed by another redirect.");
    private static final Key<Duration> LONGEST_HOLD = Key.usually(
            "longest-hold",
            Types.duration(Duration.ZERO, DAY),
            Duration.ofMinutes(30),
            "Where that growth ends; no shorter than hold.");
    private static final Key<Double> REDIRECTED_SHARE = Key.usually(
            "redirected-share",
            Types.share(),
            0.5,
            "Largest share of a service's servers that is redirected at once: when more look overloaded together, the"
                    + " network is at fault. One server may always be redirected.");
    private static final Key<Handover> HANDOVER = Key.usually(
            "handover",
            Types.oneOf(Handover.class),
            Handover.NEW_ONLY,
            "What becomes of sessions that are open when a redirect begins: they stay direct (new-only), are reset so that"
                    + " their clients come back (reconnect), or move without a disconnect (takeover).");

    private static final Key<Boolean> OPAQUE_TOO = Key.usually(
            "take-over-opaque",
            Types.yesOrNo(),
            false,
            "Whether takeover also moves sessions that cannot be read, because they are compressed or encrypted or were met in the"
                    + " middle. They are passed on byte for byte: the server gets nothing easier by it.");

    static final Section SECTION = Section.ofNamed(
            "policies",
            "When a server counts as overloaded and when as relieved again. Each policy needs at least one condition:"
                    + " response-time, response-time-relative, query-rate or results-per-answer.",
            Section.of(
                            "slow",
                            "",
                            MODE,
                            ESTIMATOR,
                            WHEN,
                            WINDOW,
                            MINIMUM_SAMPLES,
                            MINIMUM_CLIENTS,
                            LARGEST_CLIENT_SHARE,
                            DWELL,
                            HOLD,
                            HOLD_GROWTH,
                            LONGEST_HOLD,
                            REDIRECTED_SHARE,
                            HANDOVER,
                            OPAQUE_TOO)
                    .with(ConditionSections.SECTIONS));

    private PolicySection() {}

    static Policy read(String name, SectionReader in) {
        List<SectionReader> sections = new ArrayList<>();
        List<Condition> conditions = ConditionSections.read(in, sections);
        Policy policy = new Policy(
                name,
                in.get(MODE),
                in.get(ESTIMATOR),
                conditions,
                in.get(WHEN),
                in.get(WINDOW),
                in.get(MINIMUM_SAMPLES),
                in.get(MINIMUM_CLIENTS),
                in.get(LARGEST_CLIENT_SHARE),
                in.get(DWELL),
                in.get(HOLD),
                in.get(HOLD_GROWTH),
                in.get(LONGEST_HOLD),
                in.get(REDIRECTED_SHARE),
                in.get(HANDOVER),
                in.get(OPAQUE_TOO));
        checkHandover(policy, in);
        policy.flaws().forEach(flaw -> report(flaw, in, sections));
        return policy;
    }

    private static void checkHandover(Policy policy, SectionReader in) {
        if (in.sound(HANDOVER) && !in.knownNames().handovers().contains(policy.handover())) {
            String known = in.knownNames().handovers().stream()
                    .map(Types::word)
                    .sorted()
                    .collect(Collectors.joining(", "));
            in.refuse(
                    HANDOVER, Types.word(policy.handover()) + " is not available in this version", "it has: " + known);
        }
    }

    /** A condition's flaw is told by its number, {@code conditions.0.low}. */
    private static void report(PolicyFlaw flaw, SectionReader in, List<SectionReader> sections) {
        String[] words = flaw.property().split("\\.", -1);
        SectionReader section = words.length == 3 ? sections.get(Integer.parseInt(words[1])) : in;
        Optional<Key<?>> key = section.key(words[words.length - 1]);
        // A value that is wrong by itself has been told, and what it is compared with is none of the operator's faults.
        if (in.mentionsUnsound(flaw.message()) || section.mentionsUnsound(flaw.message())) {
            return;
        }
        if (key.isPresent()) {
            section.refuseUnlessUnsound(key.get(), flaw.message());
        } else if (in.whole() && in.hasNone(ConditionSections.SECTIONS)) {
            in.refuse("has no condition: the policy could never fire", "known: " + ConditionSections.names());
        }
    }
}
