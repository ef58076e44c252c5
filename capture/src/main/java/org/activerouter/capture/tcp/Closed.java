package org.activerouter.capture.tcp;

/** What is left of a connection that is over: enough to tell its late retransmissions from a new connection. */
final class Closed extends Entry {
    private final boolean isnKnownA;
    private final boolean isnKnownB;
    private final int isnA;
    private final int isnB;
    private final int endA;
    private final int endB;

    Closed(Flow flow) {
        super(flow);
        isnKnownA = flow.handshake.a.synSeen;
        isnKnownB = flow.handshake.b.synSeen;
        isnA = flow.handshake.a.isn;
        isnB = flow.handshake.b.isn;
        endA = flow.a.sent;
        endB = flow.b.sent;
    }

    /** Whether it is a leftover of the old connection; a new one's numbers lie ahead or begin with a SYN. */
    boolean isLate(Segment s) {
        if (s.has(Segment.SYN)) {
            return s.fromA ? isnKnownA && s.seq == isnA : isnKnownB && s.seq == isnB;
        }
        return !Seq.after(s.seq, s.fromA ? endA : endB);
    }
}
