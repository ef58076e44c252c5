package org.activerouter.proxy.http;

import java.util.ArrayList;
import java.util.List;
import org.activerouter.proxy.balance.Member;
import org.activerouter.proxy.relay.End;
import org.jspecify.annotations.Nullable;

/**
 * A session's connections with members that have nothing to do: they wait for the next request, or for their end. They belong to the
 * session because they bear the client's address. Thread: the session's event loop.
 */
final class Upstreams {
    /** More members than that are connected to anew. */
    private static final int MOST_IDLE = 8;

    private static final int LEAVING_SECONDS = 5;

    private static final class Idle {
        private final Member member;
        private final End end;
        private int leavingFor = -1;

        private Idle(Member member, End end) {
            this.member = member;
            this.end = end;
        }

        private boolean leaving() {
            return leavingFor >= 0;
        }
    }

    private final List<Idle> ends = new ArrayList<>(1);

    /** Takes a connection with a member out for a request; null when there is none. */
    @Nullable
    End take(Member member) {
        for (int i = 0; i < ends.size(); i++) {
            Idle each = ends.get(i);
            if (each.member == member && !each.leaving() && each.end.open()) {
                ends.remove(i);
                return each.end;
            }
        }
        return null;
    }

    /** Keeps a connection for later. */
    void keep(Member member, End end) {
        if (ends.size() >= MOST_IDLE) {
            drop(ends.get(0).end);
        }
        ends.add(new Idle(member, end));
    }

    /** Says to a member that nothing more will come; the connection is over once it has said the same. */
    void finish(Member member, End end) {
        Idle leaving = new Idle(member, end);
        leaving.leavingFor = 0;
        ends.add(leaving);
        end.finish();
    }

    /** Ends a connection that is here at once. */
    void drop(End end) {
        ends.removeIf(each -> each.end == end);
        end.reset();
    }

    /** Forgets a connection that is over; false when it is not here. */
    boolean forget(End end) {
        return ends.removeIf(each -> each.end == end);
    }

    boolean has(End end) {
        return ends.stream().anyMatch(each -> each.end == end);
    }

    /** A member has ended a connection; the answer is to end it too. */
    void ended(End end) {
        for (Idle each : ends) {
            if (each.end == end && !each.leaving()) {
                each.leavingFor = 0;
            }
        }
        end.finish();
    }

    /** They were not read for a client that was behind, which has caught up. */
    void readFor(End client) {
        ends.forEach(each -> each.end.holdFor(client, false));
    }

    void finishAll() {
        for (Idle each : List.copyOf(ends)) {
            if (!each.leaving()) {
                each.leavingFor = 0;
                each.end.finish();
            }
        }
    }

    /** A second has passed: who has not ended by now is ended. */
    void second() {
        if (ends.isEmpty()) {
            return;
        }
        for (Idle each : List.copyOf(ends)) {
            if (each.leaving() && ++each.leavingFor > LEAVING_SECONDS) {
                drop(each.end);
            }
        }
    }
}
