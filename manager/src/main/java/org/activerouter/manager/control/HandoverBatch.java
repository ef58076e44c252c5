package org.activerouter.manager.control;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.activerouter.manager.netfilter.Redirections;
import org.activerouter.manager.policy.Policy;
import org.activerouter.proxy.Hold;
import org.activerouter.proxy.TakenOver;

/**
 * Sessions that are held and moved together. Nobody else waits for them. Whatever happens, they are let go. The handover's thread.
 */
final class HandoverBatch implements Hold {
    /** For the capture to be drained: the kernel keeps a frame to itself for some milliseconds. */
    private static final long LOOK_MILLIS = 500;

    private final HandoverTask task;
    private final HandoverSources sources;
    private final Redirections redirections;
    private final List<StandingConnection> batch;
    private final Predicate<StandingConnection> gate;
    private Set<Endpoint> held = Set.of();
    private long heldAt;
    private long drainedAt;

    /**
     * A batch.
     *
     * @param gate which may be moved, by how they stand while they are held
     */
    HandoverBatch(
            HandoverTask task,
            HandoverSources sources,
            Redirections redirections,
            List<StandingConnection> batch,
            Predicate<StandingConnection> gate) {
        this.task = task;
        this.sources = sources;
        this.redirections = redirections;
        this.batch = batch;
        this.gate = gate;
    }

    /**
     * Moves them, or resets them where that is the task.
     *
     * @throws IOException when it was given up; what was moved stays moved
     */
    TakenOver run() throws IOException {
        try {
            return task.kind() == Policy.Handover.RECONNECT
                    ? task.service().reset(task.server(), batch, this)
                    : task.service().takeOver(task.server(), batch, this);
        } finally {
            if (!held.isEmpty()) {
                redirections.lift(held);
            }
        }
    }

    @Override
    public List<StandingConnection> begin(Set<Endpoint> clients) throws IOException {
        held = clients;
        redirections.hold(task.server(), clients);
        heldAt = System.nanoTime();
        Set<FlowKey> flows = batch.stream().map(each -> each.facts().flow()).collect(Collectors.toUnmodifiableSet());
        List<StandingConnection> standing = await(sources.again().apply(task.server(), flows));
        drainedAt = System.nanoTime();
        return redirections.catchUp(standing).stream().filter(gate).toList();
    }

    /** When its packets began to wait, by {@link System#nanoTime}; once it has run. */
    long heldAt() {
        return heldAt;
    }

    /** When the capture was drained, and the moving began. */
    long drainedAt() {
        return drainedAt;
    }

    /**
     * What the capture knows.
     *
     * @throws IOException when it cannot say that in time
     */
    static List<StandingConnection> await(CompletableFuture<List<StandingConnection>> answer) throws IOException {
        try {
            return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the capture was not drained within " + LOOK_MILLIS + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
