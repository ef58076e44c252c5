package org.activerouter.manager.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.Redirections;
import org.activerouter.manager.policy.Policy;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.HandedBack;

/**
 * Moves the open sessions of redirected servers into their service, and back when the servers are released. On a thread of its own,
 * one server after the other: the control thread only says what is wanted and collects what there is to tell. If anything fails
 * or takes too long, everybody is let through at once.
 *
 * <p>While a redirect stands, sessions are looked for again and again: those that could not be moved for a reason that passes (bytes
 * missing from the capture) are moved later. Nobody is held for a look, nor for another's move.
 */
final class Handover implements AutoCloseable {
    /** Between two looks at one server. */
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int MOST_SERVERS = 1_000;
    private static final int MOST_SAYINGS = 1_000;
    private static final long END_SECONDS = 3;

    private final HandoverSources sources;
    private final Redirections redirections;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("handover").factory());
    private final Map<Endpoint, HandoverTally> tallies = new LinkedHashMap<>();
    private final Map<Endpoint, Long> due = new LinkedHashMap<>();
    private final Set<Endpoint> busy = new HashSet<>();
    private final Queue<Saying> sayings = new ArrayBlockingQueue<>(MOST_SAYINGS);

    /**
     * Something to be written down.
     *
     * @param well whether it went as it should
     */
    record Saying(Endpoint server, String kind, String text, boolean well) {}

    Handover(HandoverSources sources, Redirections redirections) {
        this.sources = sources;
        this.redirections = redirections;
    }

    /** The redirect of a server is in force: moves its sessions, if that is due. Called every turn of the control thread. */
    void move(HandoverTask task, long nanos) {
        if (task.kind() == Policy.Handover.NEW_ONLY || !begin(task.server(), nanos)) {
            return;
        }
        thread.execute(() -> {
            try {
                moveNow(task, tallyOf(task.server()));
            } finally {
                end(task.server());
            }
        });
    }

    private synchronized boolean begin(Endpoint server, long nanos) {
        Long at = due.get(server);
        if (at == null) {
            // A redirect begins: what is told of it begins as well.
            tallies.remove(server);
            tallyOf(server);
        } else if (nanos < at && at - nanos <= EVERY_NANOS) {
            return false;
        }
        due.put(server, nanos + EVERY_NANOS);
        return busy.add(server);
    }

    private synchronized void end(Endpoint server) {
        busy.remove(server);
    }

    private synchronized HandoverTally tallyOf(Endpoint server) {
        HandoverTally known = tallies.get(server);
        if (known == null) {
            known = new HandoverTally(server);
            tallies.put(server, known);
            if (tallies.size() > MOST_SERVERS) {
                tallies.remove(tallies.keySet().iterator().next());
            }
        }
        return known;
    }

    private void moveNow(HandoverTask task, HandoverTally tally) {
        try {
            int moved = new HandoverRound(task, sources, redirections, tally).run();
            if (moved > 0) {
                say(task.server(), "handover", moved(task, moved, tally.status()), true);
            }
        } catch (IOException | RuntimeException e) {
            tally.failed(String.valueOf(e.getMessage()));
            say(
                    task.server(),
                    "handover-failed",
                    "sessions of " + task.server() + " were not all moved: " + e.getMessage(),
                    false);
        }
    }

    private static String moved(HandoverTask task, int moved, HandoverStatus status) {
        String left = status.left().isEmpty() ? "" : "; left: " + HandoverTally.reasons(status.left());
        Endpoint server = task.server();
        if (task.kind() == Policy.Handover.RECONNECT) {
            return moved + " sessions of " + server + " were reset, for their clients to come back" + left;
        }
        return String.format(
                Locale.ROOT,
                "%d sessions of %s moved into the service, which paused them for %.0f ms (median) and %.0f ms (most)%s",
                moved,
                server,
                status.pauseMillis(),
                status.longestPauseMillis(),
                left);
    }

    /** A server was released and its service retired: moves what can be moved back to the direct path. Control thread. */
    void moveBack(Endpoint server, ActiveService service) {
        if (wasAsked(server)) {
            thread.execute(() -> moveBackNow(server, service, tallyOf(server)));
        }
    }

    /** Whether sessions of a server were to be moved; nobody asks for that any more. */
    private synchronized boolean wasAsked(Endpoint server) {
        return due.remove(server) != null;
    }

    private void moveBackNow(Endpoint server, ActiveService service, HandoverTally tally) {
        if (isWanted(server)) {
            return;
        }
        try {
            HandedBack result = service.handBack(server);
            tally.handedBack(result.back().size(), result.kept().size());
            if (!result.back().isEmpty() || !result.kept().isEmpty()) {
                say(
                        server,
                        "handback",
                        result.back().size() + " sessions of " + server + " moved back to the direct path, "
                                + result.kept().size() + " stay in the service to their end",
                        true);
            }
        } catch (RuntimeException e) {
            tally.failed(String.valueOf(e.getMessage()));
            say(server, "handback-failed", "sessions of " + server + " stay in the service: " + e.getMessage(), false);
        }
    }

    /** Whether it was redirected again meanwhile. */
    private synchronized boolean isWanted(Endpoint server) {
        return due.containsKey(server);
    }

    private void say(Endpoint server, String kind, String text, boolean well) {
        // A full queue means that the control thread stands still; what is not told is in the status all the same.
        boolean unused = sayings.offer(new Saying(server, kind, text, well));
    }

    /** What there is to tell since the last call. */
    List<Saying> sayings() {
        List<Saying> all = new ArrayList<>();
        for (Saying each = sayings.poll(); each != null; each = sayings.poll()) {
            all.add(each);
        }
        return all;
    }

    /** What was done for each server, those lately released included. */
    synchronized List<HandoverStatus> status() {
        return tallies.values().stream().map(HandoverTally::status).toList();
    }

    /** Waits until all that was said to be done is done; for tests. */
    void settled() {
        try {
            thread.submit(() -> {}).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends what is under way, within seconds. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
