package org.activerouter.manager.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.activerouter.manager.policy.NetworkFault.Share;
import org.activerouter.manager.policy.Obstacle.Kind;
import org.activerouter.manager.policy.Policy.Mode;
import org.activerouter.manager.policy.Standing.State;
import org.jspecify.annotations.Nullable;

/** Finds everything that keeps one server as it is. One use. */
final class Obstacles {
    private final WatchedServer server;
    private final Moment now;
    private final Share share;
    private final @Nullable String kernelReason;
    private final List<Obstacle> found = new ArrayList<>();

    /** @param kernelReason why the kernel takes no redirects; null if it does */
    Obstacles(WatchedServer server, Moment now, Share share, @Nullable String kernelReason) {
        this.server = server;
        this.now = now;
        this.share = share;
        this.kernelReason = kernelReason;
    }

    List<Obstacle> all(Standing.@Nullable Wish wish, Optional<Obstacle> forbidden) {
        forbidden.ifPresent(found::add);
        boolean isDirect = server.state() == State.DIRECT;
        if (isDirect && wish == Standing.Wish.REDIRECT) {
            // What the policy says does not matter then.
            kernel();
            return found;
        }
        if (wish != null) {
            add(Kind.OPERATOR, "the operator wants it " + (wish == Standing.Wish.REDIRECT ? "redirected" : "direct"));
        }
        boolean wanted = server.verdict()
                .filter(isDirect ? Obstacles::isOverloaded : Obstacles::isRelieved)
                .isPresent();
        if (!wanted) {
            unwanted(isDirect);
        } else if (server.dwellLeft(now) > 0) {
            add(Kind.DWELL, "that must last for another " + seconds(server.dwellLeft(now)));
        }
        if (server.tenure().holdLeft(now) > 0) {
            add(
                    Kind.HOLD,
                    "the last decision stands for another "
                            + seconds(server.tenure().holdLeft(now)));
        }
        if (isDirect) {
            onlyWhileDirect();
        }
        return found;
    }

    private static boolean isOverloaded(Verdict verdict) {
        return verdict instanceof Verdict.Overloaded;
    }

    private static boolean isRelieved(Verdict verdict) {
        return verdict instanceof Verdict.Relieved;
    }

    private void unwanted(boolean isDirect) {
        Optional<Verdict> verdict = server.verdict();
        if (verdict.isEmpty() || verdict.get() instanceof Verdict.Unknown) {
            add(
                    Kind.NO_VERDICT,
                    verdict.map(given -> ((Verdict.Unknown) given).detail()).orElse("it was not judged yet"));
        } else if (isDirect) {
            add(Kind.NOT_OVERLOADED, "it is not overloaded; it would be with " + overload(verdict.get()));
        } else {
            add(Kind.NOT_RELIEVED, notRelieved(verdict.get()));
        }
    }

    private String overload(Verdict verdict) {
        return thresholds(verdict, Measure::need, anyIsEnough() ? " or " : " and ");
    }

    /** What any condition can bring about, all of them must allow to end; and the other way round. */
    private String notRelieved(Verdict verdict) {
        return verdict instanceof Verdict.Overloaded(Evidence evidence, Verdict.Ground ground)
                        && ground == Verdict.Ground.WOULD_RETURN
                ? "it has not shown that it could bear what would come back, " + Measure.figure(evidence.expectedRate())
                        + " queries/s"
                : "it is not relieved; it would be with "
                        + thresholds(verdict, Measure::relief, anyIsEnough() ? " and " : " or ");
    }

    private boolean anyIsEnough() {
        return server.service().policy().combination() == Policy.Combination.ANY;
    }

    private static String thresholds(Verdict verdict, Function<Measure, String> threshold, String word) {
        return verdict.evidence().measures().stream().map(threshold).collect(Collectors.joining(word));
    }

    private void onlyWhileDirect() {
        if (share.isExceeded()) {
            add(
                    Kind.SHARE,
                    share.suspect() + " of " + share.active()
                            + " servers look overloaded or are redirected, more than the " + share.allowed()
                            + " that may be: the network may be at fault");
        }
        kernel();
        if (server.service().policy().mode() == Mode.OBSERVE) {
            add(Kind.OBSERVES, "policy " + server.service().policy().name() + " only observes");
        }
    }

    private void kernel() {
        if (kernelReason != null) {
            add(Kind.KERNEL, kernelReason);
        }
    }

    private void add(Kind kind, String text) {
        found.add(new Obstacle(kind, text));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
