package org.activerouter.analyzer.golden;

/**
 * What the clients counted themselves.
 *
 * @param queries searches sent (type 200)
 * @param results results received (type 201)
 * @param completed ends of results received (type 202)
 */
record Counts(long queries, long results, long completed) {
    static final Counts NONE = new Counts(0, 0, 0);

    Counts plus(Counts other) {
        return new Counts(queries + other.queries, results + other.results, completed + other.completed);
    }
}
