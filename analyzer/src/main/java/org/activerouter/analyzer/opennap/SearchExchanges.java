package org.activerouter.analyzer.opennap;

import static org.activerouter.analyzer.protocol.Observation.NEVER;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.activerouter.analyzer.protocol.ExchangePairing;
import org.activerouter.analyzer.protocol.ObservationSink;
import org.jspecify.annotations.Nullable;

/**
 * The searches of one connection and their answers. One thread.
 *
 * <p>{@link ExchangePairing} gives answers to searches in order. Here is what OpenNap adds.
 *
 * <p><b>The error (404)</b> has no number either. A search that is malformed draws an error and directly after it the end of
 * results (202). One too many draws an error and nothing else. Any other command may draw an error at any time. So an
 * error means:
 *
 * <table>
 *   <caption>What an error means</caption>
 *   <tr><th>outstanding</th><th>next from the server</th><th></th></tr>
 *   <tr><td>none</td><td>anything</td><td>it was for no search</td></tr>
 *   <tr><td>one, its answer has begun</td><td>anything</td><td>it was not for that search: an error comes before all
 *       results</td></tr>
 *   <tr><td>one</td><td>202</td><td>that search was refused, if the error speaks of a search or if the client has said
 *       nothing else the error could be for; else the search is over and unmeasured</td></tr>
 *   <tr><td>one</td><td>201</td><td>it was not for that search, which goes on</td></tr>
 *   <tr><td>one</td><td>another message</td><td>undecided: the search may be a ghost until its 201 or 202 comes; if another
 *       is asked before that, both are in doubt</td></tr>
 *   <tr><td>several</td><td>anything</td><td>one of them may be a ghost: doubt</td></tr>
 * </table>
 *
 * <p><b>Order</b> is an assumption that holds for a server that stands alone. Where servers are linked, a search that one of them
 * can answer by itself overtakes an earlier one that waits for another, and with several outstanding nothing on the wire says
 * so. There the times of pipelined searches are only as good as that assumption; with one outstanding they are exact.
 *
 * <p><b>Doubt ends by content</b> as well, see {@link AnswerEvidence}. Two answers are enough where every query that may be
 * outstanding was seen. Where some may have been asked unseen, their words are not known: a client that goes through the
 * same searches again and again, and waits for a whole round of them, looks as if it were answered at once. Therefore it takes
 * {@value #RUN_AMONG_UNSEEN} answers, all to searches that share no word, and from then on a search is measured only if its first
 * result names it among all that are remembered, until one does so when no unseen query can be alive any more.
 */
final class SearchExchanges extends ExchangePairing {
    /** A server gives up waiting for other servers after this long and ends the answer. */
    private static final long LONGEST_ANSWER_NANOS = TimeUnit.SECONDS.toNanos(180);

    private static final int RUN_AMONG_SEEN = 2;
    private static final int RUN_AMONG_UNSEEN = 8;

    private static final String SEARCH = "search";

    /** Only in doubt and while {@link #verifying}. */
    private @Nullable AnswerEvidence evidence;

    private boolean verifying;
    private long unseenAliveUntil;

    /** The number of the query that followed, or would follow, the latest client message that was no search. */
    private int otherBefore;

    private boolean mayBeGhost;
    private long errorNanos = NEVER;
    private boolean errorIsOfSearch;

    SearchExchanges(ObservationSink sink) {
        super(LONGEST_ANSWER_NANOS, sink);
    }

    /** A search was asked; data may be null where {@link #watching} says that they are not needed. */
    void asked(long nanos, @Nullable ByteBuffer data, int offset, int length) {
        if (mayBeGhost) {
            mayBeGhost = false;
            possibleGhost();
        }
        verifying &= !isSilentUntil(nanos);
        int query = asked(nanos);
        if (watching()) {
            evidence().asked(query, data, offset, length);
        } else {
            evidence = null;
        }
    }

    int fetch() {
        return otherBefore + oldestOutstanding() + (int) unseenUntil();
    }

    /** Whether the data of searches and results are needed at the moment. */
    boolean watching() {
        return verifying || mayBeGhost || inDoubt();
    }

    private AnswerEvidence evidence() {
        if (evidence == null) {
            evidence = new AnswerEvidence();
        }
        return evidence;
    }

    /** The client has said something else, which may draw an error too. */
    void otherFromClient() {
        otherBefore = nextQuery();
    }

    /** A result was seen. */
    void result(@Nullable ByteBuffer data, int offset, int length, long firstNanos, long nanos) {
        errorNanos = NEVER;
        mayBeGhost = false;
        if (watching()) {
            evidence().result(data, offset, length);
            verifyFirstResult(nanos);
        }
        result(firstNanos, nanos);
    }

    /** Another query's name refutes the position; no name leaves it, but then this one is not measured. */
    private void verifyFirstResult(long nanos) {
        if (inDoubt() || answerBegan() || outstanding() == 0) {
            return;
        }
        int named = evidence().named(evidence().firstQuery());
        if (named == 0) {
            touchOldest();
        } else if (named != oldestOutstanding()) {
            positionRefuted();
        } else if (nanos >= unseenAliveUntil) {
            verifying = false;
        }
    }

    /** The end of results was seen. */
    void end(long firstNanos, long nanos) {
        boolean unseen = mayHaveUnseenQueries();
        int oldest = oldestOutstanding();
        boolean unverified = verifying && !answerBegan();
        if (unverified || (afterError() && !errorIsOfSearch && otherBefore >= oldest)) {
            touchOldest();
        }
        if (afterError()) {
            refused(errorNanos, nanos);
        } else {
            completed(firstNanos, nanos);
        }
        errorNanos = NEVER;
        mayBeGhost = false;
        if (evidence != null) {
            weigh(evidence, unseen, oldest, nanos);
        }
    }

    private boolean afterError() {
        return errorNanos != NEVER && outstanding() == 1 && !inDoubt();
    }

    private void weigh(AnswerEvidence seen, boolean unseen, int oldest, long nanos) {
        int proven = unseen
                ? seen.answerEnded(seen.firstQuery(), RUN_AMONG_UNSEEN)
                : seen.answerEnded(oldest, RUN_AMONG_SEEN);
        if (proven != 0 && inDoubt()) {
            positionProven(proven, nanos);
            verifying = unseen;
            unseenAliveUntil = unseenUntil() + LONGEST_ANSWER_NANOS;
        }
    }

    /** An error was seen. */
    void error(@Nullable ByteBuffer data, int offset, int length, long firstNanos) {
        if (outstanding() == 0) {
            return;
        }
        if (inDoubt() || outstanding() > 1) {
            possibleGhost();
        } else if (!answerBegan()) {
            mayBeGhost = true;
            errorNanos = firstNanos;
            errorIsOfSearch = data != null && WireText.mentions(data, offset, length, SEARCH);
        }
    }

    /** The server has said something that is no answer. */
    void otherFromServer() {
        errorNanos = NEVER;
    }

    /** Bytes of either direction are missing, but no message. */
    void damaged() {
        touch();
        restartEvidence();
    }

    /** The client's messages cannot be read from here on. */
    void clientLost() {
        blindToQueries();
        restartEvidence();
    }

    /** The client's messages can be read again. */
    void clientFound(long nanos) {
        seesQueries(nanos);
    }

    /** The server's messages cannot be read from here on. */
    void serverLost() {
        errorNanos = NEVER;
        blindToAnswers();
        restartEvidence();
    }

    /** The server's messages can be read again. */
    void serverFound() {
        mayBeGhost = false;
        seesAnswers();
        restartEvidence();
    }

    private void restartEvidence() {
        if (evidence != null) {
            evidence.startOver();
        }
    }

    @Override
    public void closed(long nanos) {
        if (mayBeGhost) {
            touch();
        }
        super.closed(nanos);
    }
}
