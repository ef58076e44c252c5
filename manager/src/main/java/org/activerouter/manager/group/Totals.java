package org.activerouter.manager.group;

/**
 * Counts of one member over some time.
 *
 * @param requests that have ended, or were given to it
 * @param failures those that it failed
 * @param responses answers whose time is known
 * @param responseNanos sum of the times to their first byte
 */
record Totals(long requests, long failures, long responses, long responseNanos) {
    static final Totals NONE = new Totals(0, 0, 0, 0);

    Totals plus(Totals other) {
        return new Totals(
                requests + other.requests,
                failures + other.failures,
                responses + other.responses,
                responseNanos + other.responseNanos);
    }

    double successShare() {
        return requests == 0 ? 1 : 1 - Math.min(1, (double) failures / requests);
    }

    double meanMillis() {
        return responses == 0 ? Double.NaN : responseNanos / 1e6 / responses;
    }
}
