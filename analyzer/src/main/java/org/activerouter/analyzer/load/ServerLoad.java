package org.activerouter.analyzer.load;

import java.net.InetAddress;
import java.util.List;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is counted and measured about one server. What only a server that is asked needs is made at its first query,
 * so that a scan over many addresses costs little.
 */
final class ServerLoad extends Chain.Link<ServerLoad> {
    /**
     * A longer response time is a moved clock, not an answer: servers give up searches after 180 s. Such a query is counted as
     * unmeasured, as is one whose answer is older than itself.
     */
    static final long LONGEST_RESPONSE_NANOS = 3_600_000_000_000L;

    private static final int OPEN_SECONDS = 2;

    private final Endpoint endpoint;
    private final String protocol;
    private final LoadLimits limits;
    private final byte[] sortKey;
    private final DistinctAddresses clients = new DistinctAddresses();
    private final OutcomeCounts ended = new OutcomeCounts();
    private final @Nullable OpenSecond[] seconds = new OpenSecond[OPEN_SECONDS];
    private @Nullable SlidingWindow window;
    private @Nullable LatencyRecord latency;
    private @Nullable LatencyRecord toTheEnd;
    private @Nullable QueryKinds kinds;
    private long connections;
    private long queries;
    private long results;
    private long outstanding;
    private long firstQueryNanos = Observation.NEVER;
    private long lastQueryNanos = Observation.NEVER;
    private long peak;
    private boolean forgotten;
    private long touchedTick;
    private @Nullable ServerSlices slices;
    private @Nullable ServerSnapshot snapshot;

    ServerLoad(Endpoint endpoint, String protocol, LoadLimits limits) {
        this.endpoint = endpoint;
        this.protocol = protocol;
        this.limits = limits;
        this.sortKey = endpoint.address().getAddress();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    String protocol() {
        return protocol;
    }

    byte[] sortKey() {
        return sortKey;
    }

    boolean isForgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
    }

    long touchedTick() {
        return touchedTick;
    }

    void touched(long tick) {
        touchedTick = tick;
    }

    /** Its slices; made when the first one is counted. */
    ServerSlices slices() {
        if (slices == null) {
            slices = new ServerSlices(endpoint, protocol);
        }
        return slices;
    }

    void connected(InetAddress client) {
        connections++;
        clients.add(client);
        snapshot = null;
    }

    /** Queries that were asked before this server was forgotten and known again. */
    void takeOver(int stillOutstanding) {
        outstanding += stillOutstanding;
        snapshot = null;
    }

    /** Counts a query. @return its number at this server, from 1 */
    long asked(long nanos, OpenSecond second, LoadClock clock) {
        queries++;
        outstanding++;
        boolean first = queries == 1;
        firstQueryNanos = first ? nanos : Math.min(firstQueryNanos, nanos);
        lastQueryNanos = first ? nanos : Math.max(lastQueryNanos, nanos);
        peak = Math.max(peak, second.query());
        window().query(nanos, clock);
        snapshot = null;
        return queries;
    }

    void answered(long nanos, long responseNanos, OpenSecond second, LoadClock clock) {
        second.response(responseNanos);
        window().response(nanos, responseNanos, clock);
        if (latency == null) {
            latency = new LatencyRecord();
        }
        latency.record(responseNanos);
        snapshot = null;
    }

    void ended(Outcome outcome, boolean measurable, int resultCount, OpenSecond second) {
        ended.count(outcome, measurable);
        results += resultCount;
        outstanding--;
        second.ended(outcome, measurable, resultCount);
        snapshot = null;
    }

    /** The time until a query's answer was complete. */
    void completed(long nanos) {
        if (toTheEnd == null) {
            toTheEnd = new LatencyRecord();
        }
        toTheEnd.record(nanos);
    }

    void classified(String kind, int status) {
        if (kinds == null) {
            kinds = new QueryKinds();
        }
        kinds.count(kind, status);
    }

    private SlidingWindow window() {
        if (window == null) {
            window = new SlidingWindow(limits);
        }
        return window;
    }

    /** The counts of a second, if they have been begun. */
    @Nullable
    OpenSecond second(long epochSecond) {
        OpenSecond second = seconds[(int) (epochSecond & 1)];
        return second != null && second.isOpen() && second.epochSecond() == epochSecond ? second : null;
    }

    /** Begins the counts of a second; those of the second but one before it have been told. */
    OpenSecond begin(long epochSecond) {
        int slot = (int) (epochSecond & 1);
        OpenSecond second = seconds[slot];
        if (second == null) {
            second = new OpenSecond();
            seconds[slot] = second;
        }
        second.begin(epochSecond);
        return second;
    }

    /** Tells the seconds before {@code firstOpen}, the older one first. */
    void tell(long firstOpen, AggregateSink sink) {
        int older =
                seconds[0] != null && seconds[1] != null && seconds[1].epochSecond() < seconds[0].epochSecond() ? 1 : 0;
        tell(seconds[older], firstOpen, sink);
        tell(seconds[1 - older], firstOpen, sink);
    }

    private void tell(@Nullable OpenSecond second, long firstOpen, AggregateSink sink) {
        if (second != null && second.isOpen() && second.epochSecond() < firstOpen) {
            sink.second(second.close(this));
        }
    }

    /**
     * The state now. The same object again when neither traffic nor time has changed anything.
     *
     * @param perBin room for {@link LogLinearScale#BINS} counts, used during the call
     */
    ServerSnapshot snapshot(LoadClock clock, int[] perBin) {
        boolean timeChangesIt = window != null && !window.isEmpty();
        if (snapshot == null || timeChangesIt) {
            snapshot = newSnapshot(clock, perBin);
        }
        return snapshot;
    }

    private ServerSnapshot newSnapshot(LoadClock clock, int[] perBin) {
        ResponseTimes windowTimes = ResponseTimes.NONE;
        double windowRate = 0;
        if (window != null) {
            window.moveTo(clock);
            windowTimes = window.responseTimes(perBin);
            windowRate = window.queryRate(clock.now());
        }
        return new ServerSnapshot(
                endpoint,
                protocol,
                clients.count(),
                connections,
                queries,
                results,
                ended.completed(),
                ended.refused(),
                ended.unanswered(),
                ended.unmeasured(),
                outstanding,
                new QueryRate(meanRate(), peak, windowRate),
                latency == null ? ResponseTimes.NONE : latency.summary(),
                windowTimes,
                toTheEnd == null ? ResponseTimes.NONE : toTheEnd.summary(),
                kinds == null ? List.of() : kinds.snapshots());
    }

    /** Paper, equation 2, with the absolute span: QR = N / |T_fq - T_lq|. One query has no span, and no rate. */
    private double meanRate() {
        return lastQueryNanos == firstQueryNanos ? 0 : queries * 1e9 / (lastQueryNanos - firstQueryNanos);
    }
}
