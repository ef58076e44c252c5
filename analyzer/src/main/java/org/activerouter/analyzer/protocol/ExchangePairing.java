package org.activerouter.analyzer.protocol;

import static org.activerouter.analyzer.protocol.Observation.NEVER;

import org.activerouter.analyzer.protocol.Observation.Outcome;

/**
 * Gives each answer of one connection to the query it belongs to, where the protocol answers in the order of asking and an
 * answer does not say whose it is. One thread. Times are nanoseconds of the capture's clock.
 *
 * <p>Pairing by order is only as good as the count of what is outstanding. While the count is exact, the first answer that is
 * seen belongs to the oldest query. Three things spoil it:
 *
 * <ul>
 *   <li>queries that nobody will answer (<i>ghosts</i>): answers were lost from the capture, or an error message may have been
 *       the whole answer. Fewer queries are outstanding than it seems;
 *   <li>queries that were not seen: more are outstanding than it seems;
 *   <li>a direction that cannot be read at the moment.
 * </ul>
 *
 * <p>Then the pairing is <i>in doubt</i>: what is outstanding and what is asked from now on ends as unmeasured, and answers are
 * only counted. Doubt ends on proof: ghosts, when so many answers came that nothing can be outstanding; either kind, when
 * nothing was asked for longer than any answer can take ({@code silence}), or when the caller shows by the content of answers
 * which query was answered last ({@link #positionProven}). Measuring goes on with the next query asked.
 *
 * <p>At most {@link #MAX_OUTSTANDING} queries are kept. One asked beyond that is told and ends as unmeasured at once; only the
 * number of such queries is kept, so that later ones are paired rightly.
 *
 * <p>A protocol adds its own rules by extending it: one object for each of tens of thousands of connections is one wait for memory less.
 */
public class ExchangePairing {
    /** How many queries of one connection are kept while they wait for their answer. */
    public static final int MAX_OUTSTANDING = 1024;

    private static final long[] NOBODY = {};
    private static final int FIRST_ROOM = 4;
    private static final int ROOM_TO_KEEP = 64;
    private static final int NOT_BEFORE_PROOF = Integer.MAX_VALUE;

    private final ObservationSink sink;
    private final long silenceNanos;

    /** When the oldest kept query was asked: most connections have one at a time, and that needs no array. */
    private long headAsked;

    /** When each younger one was asked, by its number modulo the length, which is a power of two. */
    private long[] askedAt = NOBODY;

    /** That length: to ask the array for it would be a wait for memory. */
    private int room;

    /** The kept queries are numbers {@code head} to {@code tail - 1}. */
    private int head = 1;

    private int tail = 1;
    private int next = 1;

    /** Answers that will come for queries already ended: older than all kept ones, and younger than all kept ones. */
    private int owedBefore;

    private int owedAfter;

    private boolean headBegan;
    private boolean headTouched;
    private long headFirstAnswer = NEVER;
    private int headResults;

    /** Queries from this number on are measured. */
    private int untouchedFrom = 1;

    private int possibleGhosts;
    private boolean unseenQueries;
    private long unseenUntil;
    private boolean blindToQueries;
    private boolean blindToAnswers;
    private boolean tainted;
    private long quietSince = NEVER;

    /**
     * A pairing with nothing outstanding.
     *
     * @param silenceNanos no query is answered later than this
     * @param sink takes {@link Observation.Asked}, {@link Observation.Answered} and {@link Observation.Ended}
     */
    public ExchangePairing(long silenceNanos, ObservationSink sink) {
        this.silenceNanos = silenceNanos;
        this.sink = sink;
    }

    /**
     * A query's last byte was seen.
     *
     * @return its number
     */
    public final int asked(long nanos) {
        if (isSilentUntil(nanos)) {
            forgetOutstanding(nanos);
        }
        quietSince = Math.max(quietSince, nanos);
        int query = next++;
        sink.asked(nanos, query);
        if (owedAfter > 0 || tail - head == MAX_OUTSTANDING) {
            owedAfter++;
            sink.ended(nanos, query, nanos, NEVER, 0, Outcome.UNMEASURED);
        } else {
            keep(query, nanos);
        }
        return query;
    }

    /** Whether it is certain that nothing was asked for so long that nothing can be outstanding. */
    public final boolean isSilentUntil(long nanos) {
        return !blindToQueries && quietSince != NEVER && nanos - quietSince >= silenceNanos;
    }

    private void keep(int query, long nanos) {
        if (head == tail) {
            headAsked = nanos;
        } else {
            if (tail - head >= room) {
                grow();
            }
            askedAt[query & (askedAt.length - 1)] = nanos;
        }
        tail = next;
    }

    private void grow() {
        long[] larger = new long[Math.max(FIRST_ROOM, askedAt.length * 2)];
        for (int query = head + 1; query != tail; query++) {
            larger[query & (larger.length - 1)] = askedAt[query & (askedAt.length - 1)];
        }
        askedAt = larger;
        room = larger.length;
    }

    /**
     * One result of an answer was seen.
     *
     * @param firstNanos stamp of its first byte
     * @param nanos stamp of its last byte
     */
    public final void result(long firstNanos, long nanos) {
        if (owedBefore > 0) {
            return;
        }
        if (head == tail) {
            unseen(nanos);
            return;
        }
        begin(firstNanos);
        headResults++;
    }

    /** The oldest query's answer is complete; stamps as in {@link #result}. */
    public final void completed(long firstNanos, long nanos) {
        endOldest(firstNanos, nanos, Outcome.COMPLETED);
    }

    /** The oldest query was refused, and no more will come for it; stamps as in {@link #result}. */
    public final void refused(long firstNanos, long nanos) {
        endOldest(firstNanos, nanos, Outcome.REFUSED);
    }

    private void endOldest(long firstNanos, long nanos, Outcome outcome) {
        if (owedBefore > 0) {
            owedBefore--;
            settle();
        } else if (head == tail) {
            unseen(nanos);
        } else {
            begin(firstNanos);
            endHead(nanos, headTouched ? Outcome.UNMEASURED : outcome);
            settle();
        }
    }

    private void begin(long firstNanos) {
        if (headBegan) {
            return;
        }
        headBegan = true;
        if (head < untouchedFrom) {
            headTouched = true;
        }
        if (!headTouched) {
            headFirstAnswer = firstNanos;
            sink.answered(firstNanos, head, headAsked);
        }
    }

    private void endHead(long nanos, Outcome outcome) {
        Outcome known = head < untouchedFrom ? Outcome.UNMEASURED : outcome;
        sink.ended(nanos, head, headAsked, headFirstAnswer, headResults, known);
        head++;
        headBegan = false;
        headTouched = false;
        headFirstAnswer = NEVER;
        headResults = 0;
        if (head == tail) {
            owedBefore += owedAfter;
            owedAfter = 0;
            head = next;
            tail = next;
            shrink();
        } else {
            headAsked = askedAt[head & (askedAt.length - 1)];
        }
    }

    /** A connection that has asked much at once need not pay for it for ever. */
    private void shrink() {
        if (room > ROOM_TO_KEEP) {
            askedAt = NOBODY;
            room = 0;
        }
    }

    /** Whose answer comes next is not certain enough to measure it; that it is one that is outstanding is. */
    public final void touchOldest() {
        headTouched = head != tail && owedBefore == 0;
    }

    /** What is outstanding now is not measured; how much is outstanding stays certain. */
    public final void touch() {
        if (!inDoubt()) {
            untouchedFrom = next;
        }
    }

    /** One of the outstanding queries may have had all the answer it will get. */
    public final void possibleGhost() {
        possibleGhosts++;
        untouchedFrom = NOT_BEFORE_PROOF;
        settle();
    }

    /** An answer came for a query that cannot be the one in its place: some that were never seen are still outstanding. */
    public final void positionRefuted() {
        unseenQueries = true;
        untouchedFrom = NOT_BEFORE_PROOF;
    }

    /** From here on queries are not seen. */
    public final void blindToQueries() {
        blindToQueries = true;
        unseenQueries = true;
        untouchedFrom = NOT_BEFORE_PROOF;
    }

    /** From here on every query is seen again. */
    public final void seesQueries(long nanos) {
        blindToQueries = false;
        quietSince = Math.max(quietSince, nanos);
        unseenUntil = nanos;
    }

    /** From here on answers are not seen. */
    public final void blindToAnswers() {
        blindToAnswers = true;
        untouchedFrom = NOT_BEFORE_PROOF;
    }

    /** From here on every answer is seen again; any that was outstanding may have come in the meantime. */
    public final void seesAnswers() {
        blindToAnswers = false;
        possibleGhosts = outstanding();
        settle();
    }

    /** Nothing is certain any more; what is asked is counted and never measured. */
    public final void tainted() {
        tainted = true;
        untouchedFrom = NOT_BEFORE_PROOF;
    }

    /**
     * It is proven that the answer that was completed last was this query's: what was asked before it is over, what was
     * asked after it is outstanding.
     */
    public final void positionProven(int query, long nanos) {
        while (head != tail && head <= query) {
            endHead(nanos, Outcome.UNMEASURED);
        }
        owedBefore = head == tail ? next - 1 - query : Math.max(0, head - 1 - query);
        possibleGhosts = 0;
        unseenQueries = false;
        settle();
    }

    private void forgetOutstanding(long nanos) {
        owedAfter = 0;
        while (head != tail) {
            endHead(nanos, Outcome.UNMEASURED);
        }
        owedBefore = 0;
        possibleGhosts = 0;
        unseenQueries = false;
        settle();
    }

    private void unseen(long nanos) {
        unseenQueries = true;
        unseenUntil = nanos;
        quietSince = Math.max(quietSince, nanos);
        untouchedFrom = NOT_BEFORE_PROOF;
    }

    /** Ends the doubt when nothing is left that could spoil the count. */
    private void settle() {
        possibleGhosts = Math.min(possibleGhosts, outstanding());
        boolean exact = possibleGhosts == 0 && !unseenQueries && !blindToQueries && !blindToAnswers && !tainted;
        if (exact && inDoubt()) {
            untouchedFrom = next;
        }
    }

    /** The connection is over: what is outstanding is unanswered, or unmeasured where that is not certain. */
    public void closed(long nanos) {
        while (head != tail) {
            endHead(nanos, headTouched ? Outcome.UNMEASURED : Outcome.UNANSWERED);
        }
    }

    /** Whether answers can at present not be given to queries with certainty. */
    public final boolean inDoubt() {
        return untouchedFrom == NOT_BEFORE_PROOF;
    }

    /** Whether queries may be outstanding that were never seen. */
    public final boolean mayHaveUnseenQueries() {
        return unseenQueries;
    }

    /** The latest time at which a query can have been asked unseen. */
    public final long unseenUntil() {
        return unseenUntil;
    }

    /** How many answers are to come, as far as the count is exact; else the most, or without unseen queries the fewest. */
    public final int outstanding() {
        return owedBefore + (tail - head) + owedAfter;
    }

    /** The oldest query that may be outstanding, of those that were seen and if none were unseen; or the next number. */
    public final int oldestOutstanding() {
        return head - owedBefore;
    }

    /** Whether the answer to the oldest outstanding query has begun. */
    public final boolean answerBegan() {
        return headBegan;
    }

    /** The number that the next query will get. */
    public final int nextQuery() {
        return next;
    }
}
