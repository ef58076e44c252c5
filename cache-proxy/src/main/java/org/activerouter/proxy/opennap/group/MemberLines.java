package org.activerouter.proxy.opennap.group;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.opennap.PendingMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of one event loop with one member: opened when they are needed, few, closed when they are not. Searches wait for one in
 * their order. A member that takes no line is tried again after a while that grows. One thread.
 */
final class MemberLines {
    /** So many searches of one event loop at once are under way at a member. */
    static final int MOST_LINES = 4;

    /** Searches that wait for a line; one more is not asked. */
    static final int MOST_WAITING = 64;

    private static final Logger LOG = LoggerFactory.getLogger(MemberLines.class);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_DOUBLINGS = 5;
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Waiting(PendingMessage search, Part part) {}

    private final Dialer dialer;
    private final Endpoint member;
    private final boolean firewalled;
    private final IntConsumer answered;
    private final List<SearchLine> lines = new ArrayList<>(1);
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int failuresInARow;
    private long tryAgainAt;
    private Shortfall lastFailure = Shortfall.UNREACHABLE;

    /**
     * None yet.
     *
     * @param answered takes the number of results of each complete answer, wanted or not
     */
    MemberLines(Dialer dialer, Endpoint member, boolean firewalled, IntConsumer answered) {
        this.answered = answered;
        this.dialer = dialer;
        this.member = member;
        this.firewalled = firewalled;
        this.tryAgainAt = dialer.nanos();
    }

    /** Asks, now or when a line is free; that it cannot be done may be told before this returns. */
    void ask(PendingMessage search, Part part) {
        for (SearchLine line : lines) {
            if (line.isIdle()) {
                line.ask(search, part);
                return;
            }
        }
        if (lines.isEmpty() && isPausing()) {
            part.failed(lastFailure);
        } else if (waiting.size() >= MOST_WAITING) {
            part.failed(Shortfall.CROWDED);
        } else {
            waiting.add(new Waiting(search, part));
            openIfNeeded();
        }
    }

    private boolean isPausing() {
        return tryAgainAt - dialer.nanos() > 0;
    }

    private void openIfNeeded() {
        long opening = lines.stream().filter(SearchLine::isLoggingIn).count();
        if (opening < waiting.size() && lines.size() < MOST_LINES && !isPausing()) {
            lines.add(new SearchLine(dialer, this, member, firewalled));
        }
    }

    /** Nobody waits for this any more. */
    void abandon(Part part) {
        if (!waiting.removeIf(each -> each.part().equals(part))) {
            for (SearchLine line : lines) {
                if (line.abandon(part)) {
                    return;
                }
            }
        }
    }

    /** A search was answered with so many results. */
    void answered(int results) {
        answered.accept(results);
    }

    /** The member has accepted a log-in. */
    void accepted() {
        failuresInARow = 0;
    }

    /** A line is logged in, or has its answer. */
    void free(SearchLine line) {
        Waiting next = waiting.poll();
        if (next != null) {
            line.ask(next.search(), next.part());
        }
    }

    /** The member does not want the router as a user. */
    void refused(String why) {
        LOG.warn("{} does not accept a log-in for searches: {}", member, why);
    }

    /** A line has ended. */
    void over(SearchLine line, boolean wasLoggedIn, Shortfall why) {
        lines.remove(line);
        if (!wasLoggedIn) {
            lastFailure = why;
            tryAgainAt = dialer.nanos() + (FIRST_PAUSE_NANOS << Math.min(failuresInARow, MOST_DOUBLINGS));
            failuresInARow++;
        }
        if (!isPausing()) {
            openIfNeeded();
        } else if (lines.isEmpty()) {
            failWaiting(why);
        }
    }

    private void failWaiting(Shortfall why) {
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> each.part().failed(why));
    }

    /** Closes what has not been needed for a while. */
    void tick() {
        long before = dialer.nanos() - IDLE_NANOS;
        List.copyOf(lines).stream().filter(line -> line.isIdleSince(before)).forEach(SearchLine::close);
    }

    /** It is no member any more. */
    void close() {
        List<SearchLine> all = List.copyOf(lines);
        failWaiting(Shortfall.LOST);
        all.forEach(SearchLine::close);
    }

    /** Whether there is nothing to close. */
    boolean isEmpty() {
        return lines.isEmpty() && waiting.isEmpty();
    }
}
