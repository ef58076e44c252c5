package org.activerouter.manager.group;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Seat;

/** One member: in, ejected for a while, or returning. Control thread only; time is an argument. */
final class GroupMember {
    /** After so many times its last ejection without another, nothing is held against a member any more. */
    private static final int FORGIVEN_AFTER = 10;

    /** What a member that returns gets at once: too little to harm it, enough to see how it does. */
    private static final double FIRST_SHARE = 0.1;

    /** Shares move in steps, or balancers would get another roster at each turn. */
    private static final double STEP = 0.05;

    private final Endpoint endpoint;
    private final GroupSettings settings;
    private final MemberMeter meter;
    private MemberState state = MemberState.IN;
    private long sinceNanos;
    private long ejectedNanos;
    private int ejections;
    private String reason = "";

    GroupMember(Endpoint endpoint, GroupSettings settings, long now) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.meter = new MemberMeter(settings.ejection());
        this.sinceNanos = now;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    MemberMeter meter() {
        return meter;
    }

    boolean isEjected() {
        return state == MemberState.EJECTED;
    }

    /** Lets time pass. @return what happened, a sentence without its subject; empty if nothing did */
    Optional<String> pass(long now) {
        long passed = now - sinceNanos;
        if (state == MemberState.EJECTED && passed >= ejectedNanos) {
            enter(MemberState.RETURNING, now);
            meter.forgive();
            return Optional.of("is tried again, with a share that grows for " + text(settings.slowStart()));
        }
        if (state == MemberState.RETURNING && passed >= settings.slowStart().toNanos()) {
            enter(MemberState.IN, now);
            return Optional.of("has its full share again");
        }
        if (state == MemberState.IN && ejections > 0 && passed >= FORGIVEN_AFTER * ejectedNanos) {
            ejections = 0;
        }
        return Optional.empty();
    }

    private void enter(MemberState next, long now) {
        state = next;
        sinceNanos = now;
        reason = next == MemberState.IN ? "" : reason;
    }

    /** Takes it out. @return what happened, a sentence without its subject */
    String eject(String why, long now) {
        ejections++;
        ejectedNanos = settings.ejection().timeNanos(ejections);
        enter(MemberState.EJECTED, now);
        reason = why;
        return "gets nobody new for " + text(Duration.ofNanos(ejectedNanos)) + ": " + why;
    }

    private static String text(Duration duration) {
        return String.format(Locale.ROOT, "%.0f s", duration.toNanos() / 1e9);
    }

    /** How much it is to get, in proportion to the others. */
    double share(boolean panic, long now) {
        double weight = settings.weight(endpoint);
        if (panic || state == MemberState.IN) {
            return weight;
        }
        return state == MemberState.EJECTED ? 0 : weight * slowStart(now);
    }

    private double slowStart(long now) {
        double part =
                (double) (now - sinceNanos) / Math.max(1, settings.slowStart().toNanos());
        double grown = FIRST_SHARE + (1 - FIRST_SHARE) * Math.clamp(part, 0.0, 1.0);
        return Math.round(grown / STEP) * STEP;
    }

    Seat seat(boolean panic, boolean draining, long now) {
        double share = share(panic, now);
        return new Seat(endpoint, share, share > 0 && !draining);
    }

    /** @param share of all that the group gives away, 0 to 1 */
    MemberStanding standing(boolean draining, double share, long now) {
        Measured measured = meter.measured(now);
        return new MemberStanding(
                endpoint,
                draining ? MemberState.DRAINING : state,
                share,
                reason,
                measured.responseMillis(1),
                measured.lately().requests(),
                measured.lately().failures(),
                measured.byBalancer(),
                ejections);
    }
}
