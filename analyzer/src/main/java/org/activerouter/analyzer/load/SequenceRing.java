package org.activerouter.analyzer.load;

/**
 * The numbers at the server of a connection's open queries, by their number in the connection. As large as the span from the
 * oldest open query to the newest has ever been.
 */
final class SequenceRing {
    /** A query that stays open while this many later ones are asked loses its number. */
    static final int MAX_SPAN = 1 << 16;

    private int[] queries = new int[2];
    private long[] sequences = new long[2];

    void put(int query, long sequence) {
        while (isTaken(query) && queries.length < MAX_SPAN) {
            grow();
        }
        int slot = slot(query);
        queries[slot] = query;
        sequences[slot] = sequence;
    }

    private boolean isTaken(int query) {
        int there = queries[slot(query)];
        return there != 0 && there != query;
    }

    private void grow() {
        int[] oldQueries = queries;
        long[] oldSequences = sequences;
        queries = new int[oldQueries.length * 2];
        sequences = new long[oldQueries.length * 2];
        for (int i = 0; i < oldQueries.length; i++) {
            if (oldQueries[i] != 0) {
                int slot = slot(oldQueries[i]);
                queries[slot] = oldQueries[i];
                sequences[slot] = oldSequences[i];
            }
        }
    }

    /** Takes a query's number out. @return 0 if it is not there */
    long take(int query) {
        int slot = slot(query);
        if (queries[slot] != query) {
            return 0;
        }
        queries[slot] = 0;
        return sequences[slot];
    }

    private int slot(int query) {
        return query & (queries.length - 1);
    }
}
