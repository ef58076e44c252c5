package org.activerouter.proxy.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
    /** Each costs some 60 microseconds. */
    private static final int MOST_AT_ONCE = 8;

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
        List<Row> rows = Arrays.stream(loops).map(loop -> new Row(loop, served)).toList();
        rows.forEach(row -> row.loop.eventLoop().execute(row));
        return rows.stream().flatMap(row -> row.all.join().stream()).toList();
    }

    /**
     * The sessions of one loop, some in each of its turns: in between it hears what the ends of those have acknowledged, and serves all
     * others.
     */
    private static final class Row implements Runnable {
        private final SessionLoop loop;
        private final ServedServer served;
        private final CompletableFuture<List<CompletableFuture<Outcome>>> all = new CompletableFuture<>();
        private final List<CompletableFuture<Outcome>> begun = new ArrayList<>();
        private @Nullable List<Session> sessions;

        Row(SessionLoop loop, ServedServer served) {
            this.loop = loop;
            this.served = served;
        }

        @Override
        public void run() {
            try {
                some();
            } catch (RuntimeException e) {
                all.completeExceptionally(e);
            }
        }

        private void some() {
            if (sessions == null) {
                sessions = loop.with(served);
            }
            int to = Math.min(begun.size() + MOST_AT_ONCE, sessions.size());
            while (begun.size() < to) {
                begun.add(of(sessions.get(begun.size())));
            }
            if (to == sessions.size()) {
                all.complete(begun);
            } else {
                // What is only executed comes before the loop looks at its sockets again.
                loop.eventLoop().schedule(this, 1, TimeUnit.NANOSECONDS);
            }
        }
    }

    private static CompletableFuture<Outcome> of(Session session) {
        Farewell farewell = new Farewell(session);
        farewell.begin();
        return farewell.outcome;
    }

    private void begin() {
        if (session.over()) {
            outcome.complete(new Outcome(session, false, null));
            return;
        }
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
        } else if (System.nanoTime() - deadline > 0) {
            session.hearing(true);
            outcome.complete(new Outcome(session, false, "an end is slow to take what was sent to it"));
        } else {
            session.eventLoop().schedule(this::look, LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
