package org.activerouter.lab.traffic;

/**
 * One end of a simulated connection: what it sends next, what it has received, and the acknowledgement it owes. The rules are
 * RFC 5681's: every second segment is acknowledged at once, a single one after a delay, a duplicate or a segment beyond a
 * hole at once.
 */
final class Half {
    static final long NEVER = Long.MAX_VALUE;
    private static final int MOST_AHEAD = 64;

    /** From the segment's arrival to the acknowledgement that it forces. */
    private static final long PROMPT_MICROS = 4;

    private static final long DELAYED_MICROS = 40_000;

    private final int[] aheadFrom = new int[MOST_AHEAD];
    private final int[] aheadTo = new int[MOST_AHEAD];
    private int aheadCount;
    private int sent;
    private int emitted;
    private int received;
    private int unacknowledged;
    private long acknowledgementDue = NEVER;

    void begin(int initialSequence) {
        sent = initialSequence;
        emitted = initialSequence;
        received = 0;
        aheadCount = 0;
        acknowledged();
    }

    /** Takes the next bytes of the sequence space; the answer is the first of them. */
    int send(int length) {
        int first = sent;
        sent += length;
        return first;
    }

    /** A packet of this side has passed the router. */
    void passed(int sequenceAfter) {
        if (sequenceAfter - emitted > 0) {
            emitted = sequenceAfter;
        }
    }

    /** The number that follows the highest one which has passed: what an acknowledgement without data carries. */
    int emitted() {
        return emitted;
    }

    int received() {
        return received;
    }

    long acknowledgementDue() {
        return acknowledgementDue;
    }

    /** An acknowledgement has left, alone or with data. */
    void acknowledged() {
        unacknowledged = 0;
        acknowledgementDue = NEVER;
    }

    /** The peer's SYN: where its numbers begin. */
    void synchronise(int sequence) {
        received = sequence + 1;
        acknowledgementDue = NEVER;
    }

    void receive(int sequence, int length, long micros) {
        boolean expected = sequence - received <= 0 && sequence + length - received > 0;
        boolean hole = aheadCount > 0;
        if (expected) {
            received = sequence + length;
            takeAhead();
            unacknowledged++;
        } else if (sequence - received > 0) {
            keepAhead(sequence, sequence + length);
        }
        boolean atOnce = !expected || hole || unacknowledged >= 2;
        acknowledgementDue = Math.min(acknowledgementDue, micros + (atOnce ? PROMPT_MICROS : DELAYED_MICROS));
    }

    private void keepAhead(int from, int to) {
        if (aheadCount == MOST_AHEAD) {
            throw new IllegalStateException("more segments beyond a hole than a script makes");
        }
        aheadFrom[aheadCount] = from;
        aheadTo[aheadCount++] = to;
    }

    private void takeAhead() {
        for (int i = 0; i < aheadCount; i++) {
            if (aheadFrom[i] - received <= 0) {
                received = Math.max(aheadTo[i] - received, 0) + received;
                aheadFrom[i] = aheadFrom[--aheadCount];
                aheadTo[i] = aheadTo[aheadCount];
                i = -1;
            }
        }
    }
}
