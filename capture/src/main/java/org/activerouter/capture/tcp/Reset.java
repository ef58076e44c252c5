package org.activerouter.capture.tcp;

import org.jspecify.annotations.Nullable;

/**
 * A connection's reset, of which it is not certain yet that it is no forgery. Only a few connections have one, so it is made when
 * the first comes.
 */
final class Reset {
    private boolean seen;
    private boolean exact;

    /** Its sender has gone on after it. */
    private boolean doubtful;

    private long nanos;
    private int seq;
    /** Who sent it; not known if that was before the connection was settled. */
    private @Nullable HalfStream by;

    /** None so far. */
    Reset() {}

    /** One that was seen before the connection was settled. */
    Reset(long nanos) {
        this.seen = true;
        this.nanos = nanos;
    }

    boolean isSeen() {
        return seen;
    }

    /** Whether one had the very number its receiver expects; others are believed only if silence follows (RFC 5961 section 3). */
    boolean isExact() {
        return exact;
    }

    /** Stamp of the first that is not withdrawn. */
    long nanos() {
        return nanos;
    }

    void saw(Segment s, HalfStream x) {
        if (!seen) {
            seen = true;
            nanos = s.nanos;
            seq = s.seq;
            by = x;
        }
        exact |= Seq.within(s.seq, x.acked, Seq.later(x.sent, x.acked));
    }

    /** Whoever has reset does not go on; what still comes of it was sent before, if it leads up to the reset. */
    void doubt(Segment s, HalfStream x, HalfStream y) {
        boolean goesOn = Seq.after(s.end(), x.sent) || Seq.after(s.ack, y.acked);
        doubtful |= by != null && x.fromA == by.fromA && goesOn;
    }

    /** Whether it is true, after a time in which its sender could have gone on; else it is withdrawn. */
    boolean stands() {
        boolean believed = !doubtful || by == null || exact || Seq.within(seq, by.acked, by.sent);
        seen = believed;
        doubtful &= believed;
        return believed;
    }
}
