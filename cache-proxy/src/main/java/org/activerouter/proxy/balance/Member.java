package org.activerouter.proxy.balance;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.activerouter.capture.Endpoint;

/** One member of a group, and what has been seen of it; it outlives rosters. Any thread. */
public final class Member {
    /** A member that fails at once must not look like the fastest: a failure counts as a response that took so long. */
    private static final long FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What one outstanding request counts for at a member that has not answered yet, so that the first is not sent all. */
    private static final double UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Endpoint endpoint;
    private final PeakEwma peak = new PeakEwma();
    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder responses = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder responseNanos = new LongAdder();

    Member(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Where it listens. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** A request is given to it. {@link #done} follows, once. */
    public void given() {
        requests.increment();
        outstanding.incrementAndGet();
    }

    /** Its answer begins, so long after it was asked; what it says is no server's error. */
    public void answered(long tookNanos, long now) {
        failuresInARow.set(0);
        responses.increment();
        responseNanos.add(tookNanos);
        peak.observe(tookNanos, now);
    }

    /** Its answer begins, and says that it has failed. */
    public void answeredWithError(long tookNanos, long now) {
        responses.increment();
        responseNanos.add(tookNanos);
        failed(tookNanos, now);
    }

    /** It did not answer, or not to the end. */
    public void failed(long waitedNanos, long now) {
        // First: whoever sees the failure counted must not be given this member as if nothing had happened.
        peak.observe(Math.max(waitedNanos, FAILURE_NANOS), now);
        failures.increment();
        failuresInARow.incrementAndGet();
    }

    /** What it failed at is tried elsewhere. */
    public void retried() {
        retries.increment();
    }

    /** The request is over, one way or another. */
    public void done() {
        outstanding.decrementAndGet();
    }

    int outstanding() {
        return outstanding.get();
    }

    /** What one more request would meet here: the peak response time, times those that it would share the member with. */
    double load(long now) {
        int waiting = outstanding.get();
        double time = peak.at(now);
        return time == 0 && waiting > 0 ? UNKNOWN_NANOS * waiting : time * (waiting + 1);
    }

    MemberSnapshot snapshot(String group, long now) {
        return new MemberSnapshot(
                group,
                endpoint,
                requests.sum(),
                responses.sum(),
                failures.sum(),
                retries.sum(),
                responseNanos.sum(),
                outstanding.get(),
                failuresInARow.get(),
                (long) peak.at(now));
    }
}
