package org.activerouter.manager.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        if (wish != null) {
            add(Kind.OPERATOR, "the operator wants it " + (wish == Standing.Wish.REDIRECT ? "redirected" : "direct"));
        }
        boolean isDirect = server.state() == State.DIRECT;
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
            add(Kind.NOT_OVERLOADED, "it is not overloaded; " + needed());
        } else {
            add(Kind.NOT_RELIEVED, "it is not relieved");
        }
    }

    private String needed() {
        Policy policy = server.service().policy();
        String word = policy.combination() == Policy.Combination.ANY ? " or " : " and ";
        List<String> thresholds = new ArrayList<>();
        server.verdict()
                .ifPresent(verdict -> verdict.evidence().measures().forEach(measure -> thresholds.add(measure.need())));
        return "it would be with " + String.join(word, thresholds);
    }

    private void onlyWhileDirect() {
        if (share.isExceeded()) {
            add(
                    Kind.SHARE,
                    share.suspect() + " of " + share.active()
                            + " servers look overloaded or are redirected, more than the " + share.allowed()
                            + " that may be: the network may be at fault");
        }
        if (kernelReason != null) {
            add(Kind.KERNEL, kernelReason);
        }
        if (server.service().policy().mode() == Mode.OBSERVE) {
            add(Kind.OBSERVES, "policy " + server.service().policy().name() + " only observes");
        }
    }

    private void add(Kind kind, String text) {
        found.add(new Obstacle(kind, text));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
