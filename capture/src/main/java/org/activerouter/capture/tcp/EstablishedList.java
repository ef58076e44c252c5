package org.activerouter.capture.tcp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.capture.FlowKey;
import org.jspecify.annotations.Nullable;

/** Looks the connections of a server up; the tracker's thread. */
final class EstablishedList {
    private final Endpoint server;
    /** Null: all. */
    private final @Nullable Set<FlowKey> wanted;
    /** Of the wanted ones: told without making an object. */
    private final BitSet clientPorts = new BitSet();

    private final List<Established> found = new ArrayList<>();

    private EstablishedList(Endpoint server, @Nullable Set<FlowKey> wanted) {
        this.server = server;
        this.wanted = wanted;
    }

    /** Of all its connections. */
    static EstablishedList all(Endpoint server) {
        return new EstablishedList(server, null);
    }

    /** Of some of its connections. */
    static EstablishedList only(Endpoint server, Set<FlowKey> wanted) {
        EstablishedList list = new EstablishedList(server, wanted);
        wanted.forEach(each -> list.clientPorts.set(each.client().port()));
        return list;
    }

    /** Those that stand, in no order. */
    List<Established> in(FlowRoster roster, DueQueue brief, Tracking tracking) {
        for (int i = 0; i < roster.size(); i++) {
            flow(roster.get(i), tracking);
        }
        for (Linked entry = brief.first(); entry != null; entry = entry.later) {
            if (entry instanceof HalfOpen beginning) {
                beginning(beginning);
            }
        }
        return found;
    }

    private void flow(Flow flow, Tracking tracking) {
        // Ports are compared first: most connections are not looked for, and addresses are objects.
        if (!mayBeWanted(flow)) {
            return;
        }
        FlowKey key = flow.settled ? flow.key() : keyOf(flow, flow.handshake);
        if (key == null || !isWanted(key)) {
            return;
        }
        tracking.plain.unfold(flow);
        boolean clientIsA = flow.endA().equals(key.client());
        TakeoverFacts facts = flow.settled
                ? TakeoverFacts.of(key, clientIsA, flow, tracking.held)
                : TakeoverFacts.of(key, clientIsA, flow.handshake);
        found.add(new Established(facts, flow.toldTo(), flow.fromStart, doubt(flow)));
    }

    private boolean mayBeWanted(Flow flow) {
        int a = flow.portOfA();
        int b = flow.portOfB();
        return (a == server.port() && isWanted(b)) || (b == server.port() && isWanted(a));
    }

    private boolean isWanted(int clientPort) {
        return wanted == null || clientPorts.get(clientPort);
    }

    private boolean isWanted(FlowKey key) {
        return key.server().equals(server) && (wanted == null || wanted.contains(key));
    }

    private static @Nullable Doubt doubt(Flow flow) {
        if (flow.tainted != null) {
            return Doubt.TAINTED;
        }
        if (flow.resetSeen() || closing(flow.a) || closing(flow.b) || closing(flow.handshake)) {
            return Doubt.CLOSING;
        }
        if (!flow.settled) {
            return Doubt.UNSETTLED;
        }
        Doubt unfit = unfit(flow.handshake);
        return unfit != null ? unfit : incomplete(flow.a) || incomplete(flow.b) ? Doubt.HOLE : null;
    }

    private static boolean closing(HalfStream half) {
        return half.finSeen || half.finished;
    }

    private static boolean closing(Handshake handshake) {
        return handshake.reset || handshake.a.finSeen || handshake.b.finSeen;
    }

    /** Of what is under way, too, nothing may be missing: the other end may have it, and would be told something else. */
    private static boolean incomplete(HalfStream half) {
        return untold(half) || half.sent != half.next;
    }

    /** A direction that waits for a hole of the other one, because its bytes were sent after those, is told late as well. */
    private static boolean untold(HalfStream half) {
        return half.hasHole() || half.told != half.acked;
    }

    /** Both must offer MPTCP; a signature is not offered but used. */
    private static @Nullable Doubt unfit(Handshake handshake) {
        if (handshake.a.signed || handshake.b.signed) {
            return Doubt.SIGNED;
        }
        return handshake.a.multipath && handshake.b.multipath ? Doubt.MULTIPATH : null;
    }

    /** One without data counts as established when both ends have acknowledged the other. */
    private void beginning(HalfOpen entry) {
        Handshake handshake = entry.handshake;
        if (handshake.reset || !handshake.agreed() || !handshake.a.acking || !handshake.b.acking) {
            return;
        }
        FlowKey key = keyOf(entry, handshake);
        if (key != null && isWanted(key)) {
            Doubt doubt = closing(handshake) ? Doubt.CLOSING : unfit(handshake);
            boolean clientIsA = entry.endA().equals(key.client());
            found.add(new Established(TakeoverFacts.of(key, clientIsA, handshake), null, handshake.complete(), doubt));
        }
    }

    /** Where no SYN tells, the end that is the server asked for is the server. */
    private @Nullable FlowKey keyOf(Entry entry, Handshake handshake) {
        if (handshake.clientKnown) {
            return handshake.clientIsA
                    ? new FlowKey(entry.endA(), entry.endB())
                    : new FlowKey(entry.endB(), entry.endA());
        }
        if (entry.endB().equals(server)) {
            return new FlowKey(entry.endA(), entry.endB());
        }
        return entry.endA().equals(server) ? new FlowKey(entry.endB(), entry.endA()) : null;
    }
}
