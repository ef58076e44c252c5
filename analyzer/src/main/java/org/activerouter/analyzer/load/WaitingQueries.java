package org.activerouter.analyzer.load;

/**
 * The queries of one server that wait for their first answer, by the time of asking.
 *
 * <p>A query counts as waiting only while nothing that was asked later has been answered. A server that works its queue off in
 * order never overtakes; so what was overtaken is not in the queue: an answer that nobody could attribute, a query that the
 * server ignores, a client that asks nonsense to make the server look slow.
 *
 * <p>At most {@link #MOST} different times are kept. Beyond that the newest are taken together, at the newest time: what is
 * known of their age stays a lower bound.
 */
final class WaitingQueries {
    /** A power of two. */
    static final int MOST = 1 << 14;

    private static final int FIRST_ROOM = 8;
    private static final int ROOM_TO_KEEP = 64;

    private long[] askedAt = new long[FIRST_ROOM];
    private int[] numbers = new int[FIRST_ROOM];

    /** Kept are entries {@code head} to {@code tail - 1}, modulo the room, by ascending time. */
    private int head;

    private int tail;
    private long waiting;
    private long overtakenUntil = Long.MIN_VALUE;

    void asked(long nanos) {
        if (nanos <= overtakenUntil) {
            return;
        }
        waiting++;
        long newest = head == tail ? Long.MIN_VALUE : askedAt[slot(tail - 1)];
        if (nanos > newest && tail - head < MOST) {
            add(nanos);
        } else {
            askedAt[slot(tail - 1)] = Math.max(nanos, newest);
            numbers[slot(tail - 1)]++;
        }
    }

    private void add(long nanos) {
        if (tail - head == askedAt.length) {
            grow();
        }
        askedAt[slot(tail)] = nanos;
        numbers[slot(tail)] = 1;
        tail++;
    }

    private void grow() {
        int size = tail - head;
        long[] times = new long[size * 2];
        int[] counts = new int[size * 2];
        for (int i = 0; i < size; i++) {
            times[i] = askedAt[slot(head + i)];
            counts[i] = numbers[slot(head + i)];
        }
        askedAt = times;
        numbers = counts;
        head = 0;
        tail = size;
    }

    /** A query asked then has been answered, and with it all that were asked before it can be let go. */
    void answered(long askedNanos) {
        overtakenUntil = Math.max(overtakenUntil, askedNanos);
        dropUntil(overtakenUntil);
    }

    /** What was asked until then waits no longer. */
    void dropUntil(long nanos) {
        while (head != tail && (askedAt[slot(head)] <= nanos || numbers[slot(head)] == 0)) {
            waiting -= numbers[slot(head)];
            head++;
        }
        if (head == tail && askedAt.length > ROOM_TO_KEEP) {
            askedAt = new long[FIRST_ROOM];
            numbers = new int[FIRST_ROOM];
        }
    }

    /** One query asked then has ended without an answer. */
    void givenUp(long askedNanos) {
        int entry = firstFrom(askedNanos);
        if (entry != tail && numbers[slot(entry)] > 0) {
            numbers[slot(entry)]--;
            waiting--;
        }
    }

    private int firstFrom(long nanos) {
        int low = head;
        int high = tail;
        while (low != high) {
            int middle = low + (high - low) / 2;
            if (askedAt[slot(middle)] < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int slot(int entry) {
        return entry & (askedAt.length - 1);
    }

    /** How many of those that were asked until then wait. */
    long waiting(long untilNanos) {
        long later = 0;
        for (int entry = tail; entry != head && askedAt[slot(entry - 1)] > untilNanos; entry--) {
            later += numbers[slot(entry - 1)];
        }
        return waiting - later;
    }

    /** How long the oldest has waited at that time; 0 if none has. */
    long oldestNanos(long nanos) {
        for (int entry = head; entry != tail && askedAt[slot(entry)] <= nanos; entry++) {
            if (numbers[slot(entry)] > 0) {
                return nanos - askedAt[slot(entry)];
            }
        }
        return 0;
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    /** Begins anew, at whatever time. */
    void clear() {
        head = tail;
        waiting = 0;
        overtakenUntil = Long.MIN_VALUE;
    }
}
