package org.activerouter.capture.tcp;

import java.util.function.IntPredicate;

/** What all connections of one tracker share. */
final class Tracking {
    final TcpLimits limits;
    final IntPredicate serverPort;
    final ConnectionListener listener;
    final Counters counters = new Counters();
    final CaptureClock clock = new CaptureClock(counters);
    final HeldBlocks held = new HeldBlocks();
    final Rows rows = new Rows();
    final PlainFlows plain;
    final FlowRoster roster;
    /** Holes that may still be filled, and connections whose beginning or end may still be reordered. */
    final DueQueue grace;

    /** Connections with data that may follow others, if their ends come to agree about them: what they hold is worth the least. */
    final DueQueue contenders;

    /** What the out-of-order queues of all connections cost. */
    long earlyBytes;

    /** Set while room is being made: what is told meanwhile must not make room in its turn, at the cost of who asked first. */
    private boolean relieving;

    /** The stamp of the latest frame, in the capture's time; {@link #clock} has the tracker's. */
    long nanos;

    Tracking(TcpLimits limits, IntPredicate serverPort, ConnectionListener listener) {
        this.limits = limits;
        this.serverPort = serverPort;
        this.listener = listener;
        grace = new DueQueue(limits.reorderGrace().toNanos());
        contenders = new DueQueue(limits.halfOpenLimit().toNanos());
        roster = new FlowRoster(limits);
        plain = new PlainFlows(this);
    }

    /**
     * When something counts as told that was captured at a moment, after something else: not before it, but neither in a future that was
     * only so by a clock that was wrong and has been set back.
     */
    long toldAt(long before, long captured) {
        long newest = clock.newest();
        return Math.min(before > newest ? captured : Math.max(before, captured), newest);
    }

    long heldBytes() {
        return held.bytes() + earlyBytes;
    }

    boolean full(int more) {
        return heldBytes() + more > limits.maxHeldBytes();
    }

    /**
     * Makes room when the cap on all held bytes is reached: gives up what a connection holds that nothing proves, the oldest hole that
     * is waited for, else what another connection holds.
     *
     * @return whether it is worth trying again
     */
    boolean relieve(Flow except) {
        if (relieving) {
            return false;
        }
        relieving = true;
        boolean relieved = relieveOther(except);
        relieving = false;
        return relieved;
    }

    /** Drops what a contender holds; whether that was anything. */
    boolean dismiss(Flow contender) {
        contenders.remove(contender);
        return contender.shed(this);
    }

    private boolean relieveOther(Flow except) {
        for (Linked contender = contenders.first(); contender instanceof Flow flow; contender = contenders.first()) {
            if (dismiss(flow)) {
                return true;
            }
        }
        if (grace.first() instanceof Hole oldest && oldest.half.flow != except) {
            long before = heldBytes();
            oldest.half.flow.giveUpHoles(this);
            if (heldBytes() < before) {
                return true;
            }
        }
        Flow victim = roster.heaviest(except, plain);
        if (victim == null) {
            return false;
        }
        plain.unfold(victim);
        return victim.shed(this);
    }
}
