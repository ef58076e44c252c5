package org.activerouter.analyzer.load;

import org.activerouter.analyzer.protocol.Observation.Outcome;

/** The counts of one server in a second that is not over yet. Reused for the next second but one. */
final class OpenSecond {
    private long epochSecond;
    private boolean open;
    private long queries;
    private long answered;
    private OutcomeCounts ended = new OutcomeCounts();
    private long results;
    private long responseSumNanos;
    private long responseMaxNanos;

    boolean isOpen() {
        return open;
    }

    long epochSecond() {
        return epochSecond;
    }

    void begin(long second) {
        epochSecond = second;
        open = true;
    }

    /** Counts a query. @return how many there are now */
    long query() {
        return ++queries;
    }

    void response(long nanos) {
        answered++;
        responseSumNanos += nanos;
        responseMaxNanos = Math.max(responseMaxNanos, nanos);
    }

    void ended(Outcome outcome, boolean measurable, int resultCount) {
        ended.count(outcome, measurable);
        results += resultCount;
    }

    /** Ends the second and empties this. */
    SecondAggregate close(ServerLoad server) {
        SecondAggregate over = new SecondAggregate(
                server.endpoint(),
                server.protocol(),
                epochSecond,
                queries,
                answered,
                ended.completed(),
                ended.refused(),
                ended.unanswered(),
                ended.unmeasured(),
                results,
                responseSumNanos,
                responseMaxNanos);
        clear();
        return over;
    }

    private void clear() {
        open = false;
        queries = 0;
        answered = 0;
        ended = new OutcomeCounts();
        results = 0;
        responseSumNanos = 0;
        responseMaxNanos = 0;
    }
}
