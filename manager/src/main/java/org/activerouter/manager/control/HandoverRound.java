package org.activerouter.manager.control;

import java.io.IOException;
import java.util.ArrayList;
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
 * batches, each held for as long as that takes. The handover's thread.
 */
final class HandoverRound {
    /** No batch is begun later: other servers want their turn, too. The rest is moved after the next look. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final String OPAQUE = "what is said on it cannot be read (take-over-opaque = false)";
    private static final String LATER = "there are many: it is moved next";

    private final HandoverTask task;
    private final HandoverSources sources;
    private final Redirections redirections;
    private final HandoverTally tally;
    private final BatchSize size = new BatchSize();
    private final Map<String, Integer> doubts = new TreeMap<>();

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
        long began = System.nanoTime();
        List<StandingConnection> all = movable(sources.ours().apply(task.server()));
        int moved = 0;
        int from = 0;
        while (from < all.size() && System.nanoTime() - began < LONGEST_NANOS) {
            int to = Math.min(from + size.next(), all.size());
            moved += move(all.subList(from, to));
            from = to;
        }
        if (from < all.size()) {
            doubts.merge(LATER, all.size() - from, Integer::sum);
        }
        tally.doubts(doubts);
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
        tally.doubts(doubts);
        return movable;
    }

    /** Those that end by themselves are not worth a word. */
    private boolean mayMove(StandingConnection connection) {
        String doubt = doubt(connection);
        if (doubt != null && connection.doubt() != Doubt.CLOSING) {
            doubts.merge(doubt, 1, Integer::sum);
        }
        return doubt == null;
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
