package org.activerouter.analyzer.load;

import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Answered;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.analyzer.protocol.Observation.Ended;
import org.activerouter.analyzer.protocol.Observation.LoggedIn;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Counts one connection into its server and its client's tally. Holds both, so that an observation costs no look-up. Analysis
 * thread only.
 */
public final class ConnectionLoad {
    private final ServerTable table;
    private final ClientTally tally;
    private ServerLoad server;

    /** Most connections have one query open: that one's numbers lie here, those of others in a ring made when they come. */
    private int openQuery;

    private long openSequence;
    private @Nullable SequenceRing otherOpen;
    private int outstanding;

    ConnectionLoad(ServerTable table, ServerLoad server, ClientTally tally) {
        this.table = table;
        this.server = server;
        this.tally = tally;
    }

    /** A query: counted, and numbered at its server. */
    public void asked(Asked fact) {
        ServerLoad known = server();
        OpenSecond second = table.second(known, fact.nanos());
        remember(fact.query(), known.asked(fact.nanos(), second, table.clock()));
        outstanding++;
        tally.asked();
        table.slices().asked(known, tally.client().address(), fact.nanos());
    }

    private void remember(int query, long sequence) {
        if (openQuery == 0) {
            openQuery = query;
            openSequence = sequence;
            return;
        }
        if (otherOpen == null) {
            otherOpen = new SequenceRing();
        }
        otherOpen.put(query, sequence);
    }

    private long sequenceOf(int query) {
        if (openQuery == query) {
            openQuery = 0;
            return openSequence;
        }
        return otherOpen == null ? 0 : otherOpen.take(query);
    }

    /** A first answer: its response time is measured, if it can be one. */
    public void answered(Answered fact) {
        if (isPlausible(fact.askedNanos(), fact.nanos())) {
            ServerLoad known = server();
            OpenSecond second = table.second(known, fact.nanos());
            known.answered(fact.nanos(), fact.responseNanos(), second, table.clock());
            table.slices().answered(known, fact);
        }
    }

    /**
     * When a query was first answered, as far as that can be believed: an answer older than its query, or hours younger, shows
     * that the stamps are out of order or have moved.
     *
     * @return {@link Observation#NEVER} if it was not answered, or its time cannot be believed
     */
    public static long believedFirstAnswer(Ended fact) {
        boolean believed =
                fact.firstAnswerNanos() != Observation.NEVER && isPlausible(fact.askedNanos(), fact.firstAnswerNanos());
        return believed ? fact.firstAnswerNanos() : Observation.NEVER;
    }

    private static boolean isPlausible(long askedNanos, long answeredNanos) {
        long response = answeredNanos - askedNanos;
        return response >= 0 && response <= ServerLoad.LONGEST_RESPONSE_NANOS;
    }

    /**
     * The end of a query. One that ended well but whose time cannot be believed is counted as what it is, and as unmeasured
     * besides.
     *
     * @return the query's number at its server, from 1; 0 if {@value SequenceRing#MAX_SPAN} later ones were asked meanwhile
     */
    public long ended(Ended fact) {
        boolean measurable =
                fact.outcome() != Outcome.UNMEASURED && believedFirstAnswer(fact) == fact.firstAnswerNanos();
        ServerLoad known = server();
        known.ended(fact.outcome(), measurable, fact.results(), table.second(known, fact.nanos()));
        outstanding--;
        table.slices().ended(known, fact, measurable);
        tally.ended(fact.outcome() == Outcome.COMPLETED, fact.results());
        if (!measurable) {
            table.countUnmeasured();
        }
        return sequenceOf(fact.query());
    }

    /** The client has said who it is. */
    public void loggedIn(LoggedIn fact) {
        tally.loggedIn(fact.nick(), fact.port());
    }

    /** The connection is over. */
    public void closed() {
        table.clientTable().ended(tally);
    }

    private ServerLoad server() {
        if (server.isForgotten()) {
            server = table.server(server.endpoint(), server.protocol());
            server.takeOver(outstanding);
        }
        return server;
    }
}
