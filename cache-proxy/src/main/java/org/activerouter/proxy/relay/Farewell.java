package org.activerouter.proxy.relay;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One session's return to the direct path: it takes nothing more in, passes on what it has, and once all of that has arrived it
 * vanishes. Whoever is too slow for that keeps it. Thread: the session's event loop.
 */
final class Farewell {
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);
    /** A round trip and a delayed acknowledgement (200 ms at most), for the last bytes. */
    private static final int MOST_LOOKS = 400;

    /** What became of a session; neither if it ended meanwhile. */
    record Outcome(Session session, boolean back, @Nullable String why) {}

    private final Session session;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private int looks;

    private Farewell(Session session) {
        this.session = session;
    }

    static CompletableFuture<Outcome> of(Session session) {
        Farewell farewell = new Farewell(session);
        farewell.begin();
        return farewell.outcome;
    }

    private void begin() {
        session.retire();
        String why = session.whyItStays();
        if (why != null) {
            outcome.complete(new Outcome(session, false, why));
            return;
        }
        session.hearing(false);
        look();
    }

    private void look() {
        if (session.over()) {
            outcome.complete(new Outcome(session, false, null));
        } else if (session.isSettled()) {
            session.vanish();
            outcome.complete(new Outcome(session, true, null));
        } else if (++looks > MOST_LOOKS) {
            session.hearing(true);
            outcome.complete(new Outcome(session, false, "an end is slow to take what was sent to it"));
        } else {
            session.eventLoop().schedule(this::look, LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
