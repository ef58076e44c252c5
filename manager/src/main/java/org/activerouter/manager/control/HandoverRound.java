package org.activerouter.manager.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.capture.tcp.Doubt;
import org.activerouter.manager.netfilter.Redirections;
import org.activerouter.manager.policy.Policy;
import org.activerouter.proxy.ActiveService;
import org.activerouter.proxy.TakenOver;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to move a server's direct sessions into its service: look without disturbing anybody whether there are any; if so hold
 * the server's packets, look again, move them in batches, let go. The handover's thread.
 */
final class HandoverRound {
    /** Sessions of a batch go on as soon as it is done, those of the next wait: small, but large enough to share what a batch costs. */
    private static final int BATCH = 25;

    /** For the capture to be drained: the kernel keeps a frame to itself for some milliseconds. */
    private static final long LOOK_MILLIS = 500;

    /** No batch is begun later: the kernel ends the hold after two seconds. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1_200);

    private static final String OPAQUE = "what is said on it cannot be read (take-over-opaque = false)";

    private final HandoverTask task;
    private final HandoverSources sources;
    private final Redirections redirections;
    private final HandoverTally tally;
    private final Map<String, Integer> doubts = new TreeMap<>();
    private long heldAt;

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
        Set<Endpoint> ours = sources.ours().apply(task.server());
        if (movable(ours).isEmpty()) {
            return 0;
        }
        try {
            redirections.hold(task.server());
            heldAt = System.nanoTime();
            return move(movable(ours));
        } finally {
            redirections.lift(task.server());
        }
    }

    /** The direct sessions that can be moved; the others are counted by why not. */
    private List<StandingConnection> movable(Set<Endpoint> ours) throws IOException {
        List<StandingConnection> movable = new ArrayList<>();
        doubts.clear();
        for (StandingConnection each : standing()) {
            FlowKey flow = each.facts().flow();
            if (ours.contains(flow.client()) || tally.wasRefused(flow) || each.doubt() == Doubt.CLOSING) {
                continue;
            }
            String doubt = doubt(each);
            if (doubt == null) {
                movable.add(each);
            } else {
                doubts.merge(doubt, 1, Integer::sum);
            }
        }
        tally.doubts(doubts);
        return movable;
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

    private List<StandingConnection> standing() throws IOException {
        try {
            return sources.standing().apply(task.server()).get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the capture was not drained within " + LOOK_MILLIS + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private int move(List<StandingConnection> connections) throws IOException {
        int moved = 0;
        for (int from = 0; from < connections.size(); from += BATCH) {
            if (System.nanoTime() - heldAt > LONGEST_NANOS) {
                throw new IOException(
                        "it took too long: " + (connections.size() - from) + " sessions are left for later");
            }
            moved += move(task.service(), sound(connections.subList(from, Math.min(from + BATCH, connections.size()))));
        }
        return moved;
    }

    /** Without those of which the packets on hold show that they are not sound, which are looked at again later. */
    private List<StandingConnection> sound(List<StandingConnection> batch) throws IOException {
        List<StandingConnection> sound = new ArrayList<>();
        for (StandingConnection each : redirections.catchUp(batch)) {
            String doubt = doubt(each);
            if (doubt == null) {
                sound.add(each);
            } else {
                doubts.merge(doubt, 1, Integer::sum);
            }
        }
        tally.doubts(doubts);
        return sound;
    }

    private int move(ActiveService service, List<StandingConnection> batch) throws IOException {
        boolean reset = task.kind() == Policy.Handover.RECONNECT;
        TakenOver result = reset ? service.reset(task.server(), batch) : service.takeOver(task.server(), batch);
        if (reset) {
            tally.reset(result.live().size());
        } else {
            result.live().forEach(each -> tally.tookOver(each.nanos() - heldAt));
        }
        redirections.passOn();
        result.refused().forEach(each -> tally.refused(each.flow(), each.why()));
        return result.live().size();
    }
}
