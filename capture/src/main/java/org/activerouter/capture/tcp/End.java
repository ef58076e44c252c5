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
    /** Offers MPTCP, or was seen to use it. */
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
    /** When its last segment was captured. */
    long heardNanos = Long.MIN_VALUE;

    /** Takes a segment of this end, which has been found acceptable. */
    void saw(Segment s) {
        if (s.has(Segment.SYN)) {
            sawSyn(s);
        }
        if (!s.has(Segment.RST)) {
            sawSequence(s);
            sawWindow(s);
        }
        sawSpecial(s);
        if (s.has(Segment.ACK)) {
            sawAcknowledgement(s.ack);
        }
        if (s.has(Segment.FIN)) {
            finSeen = true;
            fin = s.finSeq();
        }
        heardNanos = s.nanos;
        if (s.stamped) {
            stamped = true;
            stampValue = s.stampValue;
        }
    }

    /** Takes what its segments say in their options whenever they are seen: also of a connection that is met in the middle. */
    void sawSpecial(Segment s) {
        multipath |= s.has(Segment.MULTIPATH);
        signed |= s.has(Segment.SIGNED);
    }

    private void sawWindow(Segment s) {
        if (s.has(Segment.SYN)) {
            // Never scaled (RFC 7323 section 2.2), where all others are: scaled by mistake it would be several
            // megabytes.
            window = s.window >>> Math.max(0, scale);
        } else {
            window = s.window;
            widest = Math.max(widest, s.window);
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
