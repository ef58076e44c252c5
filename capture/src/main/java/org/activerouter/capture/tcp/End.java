package org.activerouter.capture.tcp;

/** What one end of a connection said of itself until its sequence numbers were settled; its SYN's options stay true later. */
final class End {
    /** The end's own SYN (or SYN-ACK) was seen; {@link #isn} and the options are its. */
    boolean synSeen;

    int isn;
    int mss;
    int scale = Segment.NO_SCALE;
    boolean sackPermitted;
    boolean stampsOffered;
    /** Offers MPTCP. */
    boolean multipath;
    /** Its segments carry a signature. */
    boolean signed;
    /** Its SYN acknowledged the other's: it is the server. */
    boolean synAcknowledges;

    /** Where its data begins, if {@link #baseKnown} by its own SYN or by the SYN-ACK of the other. */
    int base;

    boolean baseKnown;

    boolean seen;
    int lowest;
    int end;

    boolean acking;
    /** The lowest and highest of the other's bytes that it acknowledged. */
    int lowestAck;

    int highestAck;
    int window;
    int widest;

    boolean finSeen;
    int fin;

    boolean stamped;
    int stampValue;
    long stampNanos;

    /** Takes a segment of this end, which has been found acceptable. */
    void saw(Segment s) {
        if (s.has(Segment.SYN)) {
            sawSyn(s);
        }
        if (!s.has(Segment.RST)) {
            sawSequence(s);
            window = s.window;
        }
        // The window of a SYN is never scaled (RFC 7323, section 2.2): scaled it would reach over 64 MB, and let
        // forgeries in.
        if (!s.has(Segment.RST | Segment.SYN)) {
            widest = Math.max(widest, s.window);
        }
        if (s.has(Segment.ACK)) {
            sawAcknowledgement(s.ack);
        }
        if (s.has(Segment.FIN)) {
            finSeen = true;
            fin = s.finSeq();
        }
        if (s.stamped) {
            stamped = true;
            stampValue = s.stampValue;
            stampNanos = s.nanos;
        }
    }

    private void sawSyn(Segment s) {
        synSeen = true;
        isn = s.seq;
        base = s.seq + 1;
        baseKnown = true;
        mss = s.mss;
        scale = s.scale;
        sackPermitted = s.sackPermitted;
        stampsOffered = s.stamped;
        multipath = s.multipath;
        signed = s.signed;
        synAcknowledges = s.has(Segment.ACK);
    }

    private void sawSequence(Segment s) {
        int from = s.dataSeq();
        lowest = seen ? Seq.earlier(lowest, from) : from;
        end = seen ? Seq.later(end, s.end()) : s.end();
        seen = true;
    }

    private void sawAcknowledgement(int ack) {
        lowestAck = acking ? Seq.earlier(lowestAck, ack) : ack;
        highestAck = acking ? Seq.later(highestAck, ack) : ack;
        acking = true;
    }
}
