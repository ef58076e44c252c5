package org.activerouter.capture.tcp;

/** A hole in one direction that may still be filled; waits for the end of its grace. */
final class Hole extends Linked {
    final HalfStream half;

    /** Up to here the hole is overdue when the wait is over. */
    final int overdueTo;

    Hole(HalfStream half) {
        this.half = half;
        overdueTo = half.acked;
    }
}
