package org.activerouter.manager.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.Doubt;
import org.activerouter.manager.netfilter.Redirections;
import org.activerouter.manager.policy.Policy;
import org.activerouter.proxy.BatchSize;
import org.activerouter.proxy.TakenOver;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to move a server's direct sessions into its service: look without disturbing anybody which there are, and move them in
 * batches, each held for as long as that takes. What is in doubt for a reason that passes is looked at again at once: whoever sends faster
 * than the capture can follow has just been held, so that it has caught up, and may be behind again a moment later. The handover's thread.
 */
final class HandoverRound {
    /** No batch is begun later: other servers want their turn, too. The rest is moved after the next look. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int MOST_LOOKS = 3;
    /** For the ends to acknowledge what the capture has missed. */
    private static final long BETWEEN_LOOKS_MILLIS = 10;

    private static final String OPAQUE = "what is said on it cannot be read (take-over-opaque = false)";
    private static final String LATER = "there are many: it is moved next";

    private final HandoverTask task;
    private final HandoverSources sources;
    private final Redirections redirections;
    private final HandoverTally tally;
    private final BatchSize size = new BatchSize();
    private final Map<FlowKey, String> left = new HashMap<>();
    private final Set<FlowKey> passing = new HashSet<>();
    private final long began = System.nanoTime();
    private int notBegun;

    HandoverRound(HandoverTask task, HandoverSources sources, Redirections redirections, HandoverTally tally) {
        this.task = task;
        this.sources = sources;
        this.redirections = redirections;
        this.tally = tally;
    }

    /**
     * Does it.
     *
     * @return how many were moved
     * @throws IOException when it was given up; nobody is held any more, and what was moved stays moved
     */
    int run() throws IOException {
        int moved = moveAll(movable(sources.ours().apply(task.server())));
        for (int looks = 1; looks < MOST_LOOKS && !passing.isEmpty() && hasTime(); looks++) {
            letThemGoOn();
            moved += moveAll(noLongerInDoubt());
        }
        tally.doubts(doubts());
        return moved;
    }

    private boolean hasTime() {
        return System.nanoTime() - began < LONGEST_NANOS;
    }

    private static void letThemGoOn() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Map<String, Integer> doubts() {
        Map<String, Integer> byReason = new TreeMap<>();
        left.values().forEach(why -> byReason.merge(why, 1, Integer::sum));
        if (notBegun > 0) {
            byReason.merge(LATER, notBegun, Integer::sum);
        }
        return byReason;
    }

    private int moveAll(List<StandingConnection> all) throws IOException {
        int moved = 0;
        int from = 0;
        while (from < all.size() && hasTime()) {
            int to = Math.min(from + size.next(), all.size());
            moved += move(all.subList(from, to));
            from = to;
        }
        notBegun += all.size() - from;
        return moved;
    }

    /** The direct sessions that can be moved; the others are counted by why not. */
    private List<StandingConnection> movable(Set<Endpoint> ours) throws IOException {
        List<StandingConnection> movable = new ArrayList<>();
        for (StandingConnection each : HandoverBatch.await(sources.standing().apply(task.server()))) {
            FlowKey flow = each.facts().flow();
            if (!ours.contains(flow.client()) && !tally.wasRefused(flow) && mayMove(each)) {
                movable.add(each);
            }
        }
        tally.doubts(doubts());
        return movable;
    }

    private List<StandingConnection> noLongerInDoubt() throws IOException {
        Set<FlowKey> again = Set.copyOf(passing);
        passing.clear();
        left.keySet().removeAll(again);
        return HandoverBatch.await(sources.again().apply(task.server(), again)).stream()
                .filter(this::mayMove)
                .toList();
    }

    /** Those that end by themselves are not worth a word. */
    private boolean mayMove(StandingConnection connection) {
        String why = doubt(connection);
        Doubt doubt = connection.doubt();
        if (why != null && doubt != Doubt.CLOSING) {
            left.put(connection.facts().flow(), why);
            if (doubt != null && doubt.isPassing()) {
                passing.add(connection.facts().flow());
            }
        }
        return why == null;
    }

    private @Nullable String doubt(StandingConnection connection) {
        Doubt doubt = connection.doubt();
        if (task.kind() == Policy.Handover.RECONNECT) {
            // What its bytes mean does not matter, only where its numbers stand.
            return doubt == null || doubt == Doubt.TAINTED || doubt == Doubt.HOLE ? null : doubt.sentence();
        }
        if (doubt != null) {
            return doubt.sentence();
        }
        return connection.isOpaque() && !task.opaqueToo() ? OPAQUE : null;
    }

    private int move(List<StandingConnection> some) throws IOException {
        HandoverBatch batch = new HandoverBatch(task, sources, redirections, some, this::mayMove);
        TakenOver result = batch.run();
        int moved = result.live().size();
        size.took(moved, System.nanoTime() - batch.drainedAt());
        if (task.kind() == Policy.Handover.RECONNECT) {
            tally.reset(moved);
        } else {
            result.live().forEach(each -> tally.tookOver(each.nanos() - batch.heldAt()));
        }
        result.refused().forEach(each -> tally.refused(each.flow(), each.why()));
        return moved;
    }
}
