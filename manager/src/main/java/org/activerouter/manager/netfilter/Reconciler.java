package org.activerouter.manager.netfilter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.activerouter.analyzer.StandingConnection;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.RedirectionStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the kernel's redirects as they are wanted, in a thread of its own, from its making to its closing.
 *
 * <p>Rules are put in place at once, before anything is redirected: with conntrack idle until the first redirect, connections
 * that are already there would be picked up in the middle and reset. Who only observes makes no reconciler.
 */
public final class Reconciler implements Redirections {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration PANIC_LIMIT = Duration.ofSeconds(1);
    /** A command that is under way may take its own limit, and the lock may be held once more. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

    private final Kernel kernel;
    private final Holds holds;
    private final LongSupplier clock;
    private final Reconciliation reconciliation;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Demand demand = Demand.NOTHING;
    /** What the status was made for. */
    private Demand told = Demand.NOTHING;

    private RedirectionStatus status;
    private boolean marked;
    private boolean out;
    private boolean closing;
    private boolean abandoned;

    private Reconciler(Kernel kernel, Holds holds, Rhythm rhythm, LongSupplier clock) {
        this.kernel = kernel;
        this.holds = holds;
        this.clock = clock;
        reconciliation = new Reconciliation(kernel, rhythm, clock.getAsLong());
        status = reconciliation.status(demand);
        kernel.whileWaiting(this::renewMeanwhile);
        thread = Thread.ofPlatform().name("reconciler").unstarted(this::work);
    }

    /** Starts with the kernel as it is: leftovers are swept, rules put in place, nothing redirected. */
    public static Reconciler start(KernelSettings settings) {
        return start(settings, Rhythm.of(settings.lease()));
    }

    /** The same in another rhythm. */
    public static Reconciler start(KernelSettings settings, Rhythm rhythm) {
        return start(new ScriptedKernel(settings), new KernelHolds(settings), rhythm, System::nanoTime);
    }

    static Reconciler start(Kernel kernel, Holds holds, Rhythm rhythm, LongSupplier clock) {
        Reconciler reconciler = new Reconciler(kernel, holds, rhythm, clock);
        reconciler.thread.start();
        return reconciler;
    }

    /** {@inheritDoc} A server must not stand in it twice, with two ports. */
    @Override
    public void want(Set<Redirect> redirects) {
        Set<Endpoint> servers = new HashSet<>();
        for (Redirect each : redirects) {
            if (!servers.add(each.server())) {
                throw new IllegalArgumentException(each.server() + " is to be redirected to two ports");
            }
        }
        lock.lock();
        try {
            mark(demand.wanting(redirects));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void reach(Set<Endpoint> servers) {
        lock.lock();
        try {
            mark(demand.reaching(servers));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public RedirectionStatus status() {
        lock.lock();
        try {
            return new RedirectionStatus(
                    state(), status.inForce(), status.mended(), status.failures(), status.troubles());
        } finally {
            lock.unlock();
        }
    }

    /** What was marked since the last step is not done yet. */
    private State state() {
        if (told.equals(demand)) {
            return status.state();
        }
        if (demand.out()) {
            return State.PANIC;
        }
        boolean still = status.state() == State.SURRENDERED && told.peace() == demand.peace();
        return still ? State.SURRENDERED : State.PENDING;
    }

    @Override
    public boolean panic() {
        lock.lock();
        try {
            if (!demand.out()) {
                demand = demand.panicking();
                out = false;
                marked = true;
                // Whatever command is under way is not wanted any more.
                thread.interrupt();
            }
            return await(() -> out, PANIC_LIMIT);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resume() {
        lock.lock();
        try {
            mark(demand.resumed());
        } finally {
            lock.unlock();
        }
    }

    /** {@inheritDoc} Done by the caller's thread: the reconciler's may be busy with a script for longer than sessions can wait. */
    @Override
    public void hold(Endpoint server, Set<Endpoint> clients) throws IOException {
        if (peek().out()) {
            throw new IOException("nothing is held during a panic");
        }
        asked(() -> holds.hold(server, clients));
    }

    @Override
    public List<StandingConnection> catchUp(List<StandingConnection> connections) throws IOException {
        List<StandingConnection> later = new ArrayList<>();
        asked(() -> later.addAll(holds.catchUp(connections)));
        return later;
    }

    @Override
    public void lift(Set<Endpoint> clients) throws IOException {
        asked(() -> holds.lift(clients));
    }

    private static void asked(Command command) throws IOException {
        try {
            command.run();
        } catch (KernelException e) {
            throw new IOException(e.text(), e);
        }
    }

    private interface Command {
        void run() throws KernelException;
    }

    /** {@inheritDoc} Returns when that is done, or after some seconds in which it could not be done. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            boolean clean = panic() || await(() -> out, CLOSE_LIMIT);
            if (!clean) {
                LOG.error("rules of ours are still in the kernel; netfilter-scripts/down takes them away");
            }
            abandoned = !clean;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        awaitEnd();
    }

    /** For the child that renews leases to be gone as well. */
    private void awaitEnd() {
        try {
            if (!thread.join(PANIC_LIMIT)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void mark(Demand next) {
        if (!closing && !next.equals(demand)) {
            demand = next;
            marked = true;
            out = false;
            changed.signalAll();
        }
    }

    /** Of real time, because it is a caller who waits. */
    private boolean await(BooleanSupplier condition, Duration limit) {
        long left = limit.toNanos();
        try {
            while (!condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return condition.getAsBoolean();
    }

    private void work() {
        try {
            while (!ended()) {
                turn();
            }
        } catch (RuntimeException e) {
            // The kernel ends the redirects by itself when nobody renews them.
            LOG.error("the reconciler has a defect and ends; nothing will be redirected until a restart", e);
            broken(e);
        } finally {
            kernel.close();
            holds.close();
        }
    }

    private void broken(RuntimeException defect) {
        lock.lock();
        try {
            told = new Demand(demand.wanted(), demand.reached(), demand.out(), -1);
            status = new RedirectionStatus(
                    State.PENDING,
                    Set.of(),
                    status.mended(),
                    status.failures() + 1,
                    List.of("The reconciler ended by a defect, restart the router: " + defect));
        } finally {
            lock.unlock();
        }
    }

    private boolean ended() {
        lock.lock();
        try {
            return closing && (out || abandoned);
        } finally {
            lock.unlock();
        }
    }

    private void turn() {
        try {
            Demand current = take();
            long next = reconciliation.step(current, clock.getAsLong());
            publish(current);
            sleepUntil(next);
        } catch (InterruptedException e) {
            // Only panic and close do that, and what they want is read next.
            LOG.debug("called away");
        }
    }

    private Demand take() {
        lock.lock();
        try {
            // An interrupt says that the demand is to be read again, which is done here.
            Thread.interrupted();
            if (marked) {
                marked = false;
                reconciliation.hurry(clock.getAsLong());
            }
            return demand;
        } finally {
            lock.unlock();
        }
    }

    private void publish(Demand current) {
        lock.lock();
        try {
            status = reconciliation.status(current);
            told = current;
            out = current.out() && demand.out() && reconciliation.isOut();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void sleepUntil(long next) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = next - clock.getAsLong();
            while (!marked && !(closing && (out || abandoned)) && left > 0) {
                changed.awaitNanos(left);
                left = next - clock.getAsLong();
            }
        } finally {
            lock.unlock();
        }
    }

    private void renewMeanwhile() {
        Demand current = peek();
        if (current.out()) {
            return;
        }
        try {
            reconciliation.renewIfDue(current.wanted(), clock.getAsLong());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Demand peek() {
        lock.lock();
        try {
            return demand;
        } finally {
            lock.unlock();
        }
    }
}
