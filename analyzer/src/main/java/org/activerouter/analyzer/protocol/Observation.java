package org.activerouter.analyzer.protocol;

/**
 * A fact about one connection, read from its bytes. All times are nanoseconds since 1970 of the capture's clock.
 *
 * <p>Every query gives one {@link Asked} and, later, exactly one {@link Ended}; between them at most one {@link Answered}. The
 * three are tied by {@code query}, the query's number within its connection: 1, 2, 3 and so on in the order of asking.
 */
public sealed interface Observation {
    /** When it was seen. */
    long nanos();

    /**
     * A client has asked: the query's last byte was seen.
     */
    record Asked(long nanos, int query) implements Observation {}

    /**
     * The first answer to a query was seen, and it is certain which query it answers.
     *
     * @param askedNanos when that query was asked
     */
    record Answered(long nanos, int query, long askedNanos) implements Observation {
        /** Response time in nanoseconds (paper, equation 1: RT = T_fr - T_q); negative if the capture's clock went back. */
        public long responseNanos() {
            return nanos - askedNanos;
        }
    }

    /**
     * A query is over.
     *
     * @param nanos when that was known
     * @param askedNanos when it was asked
     * @param firstAnswerNanos when its first answer was seen; {@link #NEVER} if none was, or none that is certainly its own
     * @param results number of results in its answer
     * @param outcome how it ended
     */
    record Ended(long nanos, int query, long askedNanos, long firstAnswerNanos, int results, Outcome outcome)
            implements Observation {}

    /**
     * A query was answered whose protocol knows kinds of queries and answers. Told before its {@link Ended}.
     *
     * @param kind what was asked for, of few kinds, printable: {@code GET /images}
     * @param status the number that the answer carried
     */
    record Classified(long nanos, String kind, int status) implements Observation {}

    /**
     * A client has logged in.
     *
     * @param nick its name
     * @param port the port it says others can fetch from; 0 if it is behind a firewall
     * @param linkType the speed class it names
     */
    record LoggedIn(long nanos, String nick, int port, int linkType) implements Observation {}

    /** A client has registered files; they are findable from now on. */
    record Shared(long nanos, int files) implements Observation {}

    /** A client has withdrawn a file, or ({@code files} = -1) all of them. */
    record Unshared(long nanos, int files) implements Observation {}

    /** The connection of a client that had logged in is over. */
    record Departed(long nanos) implements Observation {}

    /** Nothing more can be read of this connection. */
    record BecameOpaque(long nanos, String reason) implements Observation {}

    /** The reader has lost the message boundary in one direction. */
    record LostStep(long nanos, String reason) implements Observation {}

    /** A time that does not exist. */
    long NEVER = Long.MIN_VALUE;

    /** How a query ended. */
    enum Outcome {
        /** The server said that the answer is complete. */
        COMPLETED,
        /** The server refused it with an error. */
        REFUSED,
        /** The connection ended first. */
        UNANSWERED,
        /** A gap, a taint, a lost step or an ambiguity touched it: counted, never measured. */
        UNMEASURED
    }
}
