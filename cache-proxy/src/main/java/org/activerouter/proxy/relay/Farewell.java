package org.activerouter.proxy.relay;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One session's return to the direct path: it takes nothing more in, passes on what it has, and once all of that has arrived it
 * vanishes. Whoever is too slow for that keeps it. Thread: the session's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // that it looks again
final class Farewell {
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);
    /** For the last bytes: a round trip, a retransmission, a delayed acknowledgement (200 ms each at the least). */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

    /** What became of a session; neither if it ended meanwhile. */
    record Outcome(Session session, boolean back, @Nullable String why) {}

    private final Session session;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final long deadline;

    private Farewell(Session session) {
        this.session = session;
        this.deadline = System.nanoTime() + PATIENCE_NANOS;
    }

    /** Begins with all sessions of a server; waits only until all have begun. Any thread but the loops' own. */
    static List<CompletableFuture<Outcome>> all(ServedServer served, SessionLoop... loops) {
        List<Future<List<CompletableFuture<Outcome>>>> begun = new ArrayList<>();
        for (SessionLoop loop : loops) {
            begun.add(loop.eventLoop()
                    .submit(() -> loop.with(served).stream().map(Farewell::of).toList()));
        }
        return begun.stream()
                .flatMap(each -> each.syncUninterruptibly().getNow().stream())
                .toList();
    }

    private static CompletableFuture<Outcome> of(Session session) {
        Farewell farewell = new Farewell(session);
        farewell.begin();
        return farewell.outcome;
    }

    private void begin() {
        session.retire();
        String why = session.whyItStays();
        if (session.over() || why != null) {
            stays(session.over() ? null : why);
            return;
        }
        session.hearing(false);
        look();
    }

    /** Somebody waits for what comes of it, whatever the kernel says to the sockets. */
    private void look() {
        try {
            lookNow();
        } catch (RuntimeException e) {
            session.endByFault(e);
            stays(null);
        }
    }

    private void lookNow() {
        if (session.over()) {
            stays(null);
        } else if (session.isSettled()) {
            session.vanish();
            outcome.complete(new Outcome(session, true, null));
        } else if (System.nanoTime() - deadline > 0) {
            session.hearing(true);
            stays("an end is slow to take what was sent to it");
        } else {
            session.eventLoop().schedule(this::look, LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void stays(@Nullable String why) {
        outcome.complete(new Outcome(session, false, why));
    }
}
