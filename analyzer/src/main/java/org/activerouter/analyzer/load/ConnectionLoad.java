package org.activerouter.analyzer.load;

import static org.activerouter.analyzer.protocol.Observation.NEVER;

import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.LoggedIn;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What one connection of a client has done, and the way of its observations to its server's counts. Holds both, so that an
 * observation costs no look-up; remembered for the report after its end, as far as {@link ClientTable} allows. Analysis thread
 * only.
 */
public final class ConnectionLoad extends Chain.Link<ConnectionLoad> {
    private final ServerTable table;
    private final Endpoint endpoint;
    private final String protocol;
    private final Endpoint client;

    /** Let go of at the end: the report may remember this for long after the server was forgotten. */
    private @Nullable ServerLoad server;

    /** Most connections have one query open: that one's numbers lie here, those of others in a ring made when they come. */
    private int openQuery;

    private long openSequence;
    private @Nullable SequenceRing otherOpen;
    private int outstanding;

    private @Nullable String nick;
    private int sharePort;
    private long queries;
    private long results;
    private long completed;
    private boolean forgotten;

    ConnectionLoad(ServerTable table, ServerLoad server, Endpoint client) {
        this.table = table;
        this.server = server;
        this.endpoint = server.endpoint();
        this.protocol = server.protocol();
        this.client = client;
    }

    /** {@link Observation.Asked}: counted, and numbered at its server. */
    public void asked(long nanos, int query) {
        ServerLoad known = server();
        OpenSecond second = table.second(known, nanos);
        remember(query, known.asked(nanos, second, table.clock()));
        outstanding++;
        queries++;
        table.slices().asked(known, client, nanos);
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

    /** {@link Observation.Answered}: its response time (paper, equation 1: RT = T_fr - T_q) is measured, if it can be one. */
    public void answered(long nanos, int query, long askedNanos) {
        if (isPlausible(askedNanos, nanos)) {
            ServerLoad known = server();
            OpenSecond second = table.second(known, nanos);
            known.answered(nanos, nanos - askedNanos, second, table.clock());
            table.slices().answered(known, nanos, askedNanos);
        }
    }

    /**
     * When a query was first answered, as far as that can be believed: an answer older than its query, or hours younger, shows
     * that the stamps are out of order or have moved.
     *
     * @return {@link Observation#NEVER} if it was not answered, or its time cannot be believed
     */
    public static long believedFirstAnswer(long askedNanos, long firstAnswerNanos) {
        boolean believed = firstAnswerNanos != NEVER && isPlausible(askedNanos, firstAnswerNanos);
        return believed ? firstAnswerNanos : NEVER;
    }

    private static boolean isPlausible(long askedNanos, long answeredNanos) {
        long response = answeredNanos - askedNanos;
        return response >= 0 && response <= ServerLoad.LONGEST_RESPONSE_NANOS;
    }

    /**
     * {@link Observation.Ended}. A query that ended well but whose time cannot be believed is counted as what it is, and as
     * unmeasured besides.
     *
     * @return the query's number at its server, from 1; 0 if {@value SequenceRing#MAX_SPAN} later ones were asked meanwhile
     */
    public long ended(long nanos, int query, long askedNanos, long firstAnswerNanos, int resultCount, Outcome outcome) {
        boolean measurable =
                outcome != Outcome.UNMEASURED && believedFirstAnswer(askedNanos, firstAnswerNanos) == firstAnswerNanos;
        ServerLoad known = server();
        known.ended(outcome, measurable, resultCount, table.second(known, nanos));
        if (measurable && outcome == Outcome.COMPLETED && isPlausible(askedNanos, nanos)) {
            known.completed(nanos - askedNanos);
        }
        outstanding--;
        results += resultCount;
        completed += outcome == Outcome.COMPLETED ? 1 : 0;
        table.slices().ended(known, nanos, askedNanos, resultCount, outcome, measurable);
        if (!measurable) {
            table.countUnmeasured();
        }
        return sequenceOf(query);
    }

    /** {@link Observation.Classified}. */
    public void classified(Observation.Classified fact) {
        server().classified(fact.kind(), fact.status());
    }

    /** The client has said who it is. */
    public void loggedIn(LoggedIn fact) {
        nick = fact.nick();
        sharePort = fact.port();
    }

    /** The connection is over. */
    public void closed() {
        table.clientTable().ended(this);
        server = null;
    }

    void forget() {
        forgotten = true;
    }

    boolean isForgotten() {
        return forgotten;
    }

    ClientSnapshot snapshot() {
        return new ClientSnapshot(endpoint, client, nick, sharePort, queries, results, completed);
    }

    /** Reads what the next observation will need. */
    public int fetch() {
        return openQuery + (int) queries + sharePort;
    }

    private ServerLoad server() {
        ServerLoad known = server;
        if (known == null || known.isForgotten()) {
            known = table.server(endpoint, protocol);
            known.takeOver(outstanding);
            server = known;
        }
        return known;
    }
}
