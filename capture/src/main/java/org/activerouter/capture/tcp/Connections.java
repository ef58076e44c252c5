package org.activerouter.capture.tcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The comings and goings of connections: everything off the fast path. */
final class Connections {
    final FlowTable table;
    private final Tracking tracking;
    private final FlowRoster roster;
    /** Beginnings without data and remains of closed connections, the oldest first. */
    private final DueQueue brief;

    Connections(Tracking tracking) {
        this.tracking = tracking;
        roster = tracking.roster;
        table = new FlowTable(tracking.rows);
        brief = new DueQueue(tracking.limits.halfOpenLimit().toNanos());
    }

    /** A segment that no known connection has accepted. */
    void meet(Segment s, @Nullable Entry entry) {
        if (entry == null) {
            Entry fresh = begin(s);
            if (fresh != null) {
                makeRoom(fresh);
                table.add(fresh);
                install(fresh);
            }
        } else if (entry instanceof Closed closed) {
            afterTheEnd(s, closed);
        } else if (!(entry instanceof HalfOpen beginning && goOn(s, beginning))) {
            contest(s, entry);
        }
    }

    /** What a first segment makes, outside the table: a beginning, a connection if it carries data, null if it says nothing. */
    private @Nullable Entry begin(Segment s) {
        return s.has(Segment.RST) || !s.has(Segment.SYN | Segment.ACK) ? null : grow(s, new HalfOpen(s));
    }

    /** Gives a segment that was found acceptable to a beginning; what comes of it. */
    private Entry grow(Segment s, HalfOpen beginning) {
        beginning.lastSeen = tracking.clock.now();
        if (s.length == 0) {
            beginning.handshake.saw(s);
            return beginning;
        }
        Flow flow = new Flow(beginning, beginning.handshake);
        flow.accept(s, tracking);
        return flow;
    }

    private boolean goOn(Segment s, HalfOpen beginning) {
        if (!beginning.handshake.accepts(s)) {
            return false;
        }
        Entry grown = grow(s, beginning);
        if (grown == beginning) {
            brief.add(beginning, beginning.lastSeen);
        } else {
            supplant(beginning, grown);
        }
        return true;
    }

    /** Only what cannot be left over from the connection that was here begins a new one. */
    private void afterTheEnd(Segment s, Closed closed) {
        Entry fresh = closed.isLate(s) ? null : begin(s);
        if (fresh != null) {
            supplant(closed, fresh);
        }
    }

    /**
     * A segment that is not part of the connection that has its ends: perhaps of a new one, perhaps forged. A new one takes over
     * once its ends agree about it, which nobody can forge who does not see the answers.
     */
    private void contest(Segment s, Entry old) {
        boolean opening = s.has(Segment.SYN);
        if (!opening) {
            tracking.counters.outOfWindow++;
        }
        if (!s.has(Segment.SYN | Segment.ACK)) {
            return;
        }
        if (opening && isDefenceless(old)) {
            replaceBy(old, begin(s));
            return;
        }
        Entry next = old.successor == null ? null : continued(old.successor, s);
        if (next == null) {
            forget(old.successor);
            next = begin(s);
        }
        old.successor = next;
        if (next instanceof Flow contender) {
            tracking.contenders.add(contender, tracking.clock.now());
        }
        if (next != null && prevails(next, old)) {
            replaceBy(old, next);
        }
    }

    private static boolean isDefenceless(Entry old) {
        return switch (old) {
            case HalfOpen beginning -> beginning.handshake.open();
            case Flow flow -> flow.resetExact() || flow.isEnding();
            case Closed closed -> true;
        };
    }

    /** A successor with one more segment; null if that is not its. */
    private @Nullable Entry continued(Entry successor, Segment s) {
        if (successor instanceof Flow flow) {
            return flow.accept(s, tracking) ? flow : null;
        }
        return successor instanceof HalfOpen beginning && beginning.handshake.accepts(s) ? grow(s, beginning) : null;
    }

    private boolean prevails(Entry successor, Entry old) {
        Handshake handshake = handshakeOf(successor);
        if (handshake == null || !handshake.agreed()) {
            return false;
        }
        // Without a SYN both ends' words may be forged by one who sees nothing: then only silence makes room.
        return handshake.opening()
                || old instanceof HalfOpen
                || tracking.clock.now() - tracking.plain.lastSeen(old)
                        >= tracking.limits.reorderGrace().toNanos();
    }

    private void replaceBy(Entry old, @Nullable Entry next) {
        if (next == null) {
            return;
        }
        if (old instanceof Flow flow) {
            tracking.plain.unfold(flow);
            flow.close(flow.endReason(CloseReason.REPLACED), tracking);
        }
        supplant(old, next);
    }

    /** Puts an entry in the place of another, which has been closed if it had to be. Whatever else would have succeeded is let go. */
    private void supplant(Entry old, Entry next) {
        leave(old);
        if (old.successor != next) {
            forget(old.successor);
        }
        old.successor = null;
        makeRoom(next);
        table.replace(old, next);
        install(next);
    }

    private void leave(Entry old) {
        if (old instanceof Flow flow) {
            roster.remove(flow);
        } else {
            brief.remove(old);
            tracking.counters.halfOpen -= old instanceof HalfOpen ? 1 : 0;
        }
    }

    private void makeRoom(Entry fresh) {
        if (fresh instanceof Flow) {
            if (roster.isFull()) {
                tracking.counters.evictedFlows++;
                retire(roster.victim(tracking.plain), CloseReason.EVICTED);
            }
        } else if (brief.size() >= tracking.limits.maxHalfOpen() && brief.first() instanceof Entry oldest) {
            tracking.counters.evictedHalfOpen += oldest instanceof HalfOpen ? 1 : 0;
            drop(oldest);
        }
    }

    private void install(Entry fresh) {
        if (fresh instanceof Flow flow) {
            tracking.contenders.remove(flow);
            roster.add(flow);
            tracking.counters.flows++;
            flow.start(tracking);
            retireIfOver(flow);
        } else {
            brief.add(fresh, tracking.clock.now());
            tracking.counters.halfOpen += fresh instanceof HalfOpen ? 1 : 0;
        }
    }

    private void drop(Entry entry) {
        leave(entry);
        forget(entry.successor);
        table.remove(entry);
    }

    private void forget(@Nullable Entry successor) {
        if (successor instanceof Flow flow) {
            tracking.contenders.remove(flow);
            flow.release(tracking);
        }
    }

    /** Lets go of a connection that is over. */
    void retireIfOver(Flow flow) {
        if (flow.over != null) {
            retire(flow, flow.over);
        }
    }

    private void retire(Flow flow, CloseReason reason) {
        tracking.plain.unfold(flow);
        flow.close(flow.endReason(reason), tracking);
        Entry next = flow.successor;
        boolean ended = reason == CloseReason.FINISHED || reason == CloseReason.RESET;
        if (next != null && isNew(next, ended)) {
            supplant(flow, next);
        } else if (ended && flow.settled) {
            supplant(flow, new Closed(flow));
        } else {
            drop(flow);
        }
    }

    /** Whether a successor may follow: if the old one has ended, an opening is enough. */
    private static boolean isNew(Entry successor, boolean ended) {
        Handshake handshake = handshakeOf(successor);
        return handshake != null && (handshake.agreed() || (ended && handshake.opening()));
    }

    /** Sees to what was waited for until now. */
    void expire() {
        long now = tracking.clock.now();
        for (Linked waiting = tracking.grace.poll(now); waiting != null; waiting = tracking.grace.poll(now)) {
            if (waiting instanceof Hole hole) {
                hole.half.flow.graceOver(hole, tracking);
                retireIfOver(hole.half.flow);
            } else if (waiting instanceof Flow flow) {
                flow.graceOver(tracking);
                retireIfOver(flow);
            }
        }
        while (tracking.contenders.poll(now) instanceof Flow contender) {
            tracking.dismiss(contender);
        }
        while (brief.first() instanceof Entry oldest && oldest.due <= now) {
            drop(oldest);
        }
    }

    /** Looks at the next few connections and lets go of those that were idle too long. */
    void sweep(int steps) {
        long now = tracking.clock.now();
        for (int i = 0; i < steps && roster.size() > 0; i++) {
            Flow flow = roster.next();
            if (roster.isIdle(flow, tracking.plain.lastSeen(flow), now)) {
                tracking.counters.expiredFlows++;
                retire(flow, flow.isEnding() ? CloseReason.FINISHED : CloseReason.IDLE);
            }
        }
    }

    /** Ends everything. */
    void closeAll() {
        while (roster.size() > 0) {
            retire(roster.get(0), CloseReason.CAPTURE_ENDED);
        }
        while (brief.first() instanceof Entry oldest) {
            drop(oldest);
        }
    }

    List<Established> established(EstablishedList list) {
        return list.in(roster, brief, tracking);
    }

    private static @Nullable Handshake handshakeOf(Entry entry) {
        return switch (entry) {
            case HalfOpen beginning -> beginning.handshake;
            case Flow flow -> flow.handshake;
            case Closed closed -> null;
        };
    }
}
