package org.activerouter.manager.policy;

import java.time.Duration;
import org.activerouter.manager.policy.Standing.State;

/**
 * What is done about a server, since when, and how long that stands: {@code hold}, longer each time a release was followed by
 * another redirect. Times are steady nanoseconds. Control thread only.
 */
final class Tenure {
    private static final long NEVER = Long.MIN_VALUE;

    private final Policy policy;
    private State state = State.DIRECT;
    private long decidedAt = NEVER;
    private int backOff;
    private int redirects;

    Tenure(Policy policy) {
        this.policy = policy;
    }

    /** Takes over what was decided under another policy. */
    void continues(Tenure before) {
        state = before.state;
        decidedAt = before.decidedAt;
        backOff = before.backOff;
        redirects = before.redirects;
    }

    State state() {
        return state;
    }

    boolean isDirect() {
        return state == State.DIRECT;
    }

    int redirects() {
        return redirects;
    }

    /** How long ago the last decision was made; zero if there was none. */
    Duration since(Moment now) {
        return decidedAt == NEVER ? Duration.ZERO : Duration.ofNanos(now.steady() - decidedAt);
    }

    /** Nanoseconds until the last decision may be changed; at most 0 when it may. */
    long holdLeft(Moment now) {
        return decidedAt == NEVER ? 0 : decidedAt + hold() - now.steady();
    }

    /** Only redirects last longer and longer: a server that was released is not to wait for help. */
    private long hold() {
        double grown = (double) policy.hold().toNanos() * Math.pow(policy.holdGrowth(), backOff);
        return isDirect()
                ? policy.hold().toNanos()
                : (long) Math.min(grown, (double) policy.longestHold().toNanos());
    }

    /** Whether the longest hold has passed since the last decision. */
    boolean isLongAgo(Moment now) {
        return decidedAt != NEVER
                && now.steady() - decidedAt >= policy.longestHold().toNanos();
    }

    /**
     * A redirect begins.
     *
     * @return whether it follows a release so soon that the release was a mistake
     */
    boolean redirect(Moment now, boolean real) {
        boolean again = decidedAt != NEVER
                && now.steady() - decidedAt <= policy.longestHold().toNanos();
        backOff = again ? backOff + 1 : 0;
        redirects++;
        enter(real ? State.REDIRECTED : State.WOULD_BE_REDIRECTED, now);
        return again;
    }

    void release(Moment now) {
        enter(State.DIRECT, now);
    }

    private void enter(State next, Moment now) {
        state = next;
        decidedAt = now.steady();
    }

    /** What would have been done begins to be done: it is decided anew. */
    void forgetWouldBe() {
        state = State.DIRECT;
        decidedAt = NEVER;
    }
}
