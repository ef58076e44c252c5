package org.activerouter.analyzer.history;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.load.SecondAggregate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the queues into the database, and mends what goes wrong with it: an outage makes a pause, tried again after 1, 2,
 * 4 and at most 30 seconds; a damaged file is moved aside. One thread calls {@link #step} again and again and gives it its
 * monotonic clock; figures and trouble may be read by any.
 */
final class HistoryWriter {
    /**
     * Rows of one transaction at most. Each commit writes out the edges of every index, which speaks for many; with 16,000
     * H2 ran out of room for unsaved pages, wrote each of them twice, and the file took 185 bytes a row instead of 84.
     */
    private static final int BATCH = 4_096;

    private static final long FIRST_RETRY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_RETRY_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long TIDY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long REVIEW_NANOS = Duration.ofSeconds(10).toNanos();

    /** Files moved aside in one run before history stays paused: a disk that damages each is not to be filled with them. */
    private static final int MOST_MOVED_ASIDE = 5;

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

    private final StateDatabaseSettings settings;
    private final @Nullable DatabaseFile file;
    private final HistoryQueues queues;
    private final InstantSource wallClock;
    private final List<ExchangeRow> exchanges = new ArrayList<>(BATCH);
    private final List<SecondAggregate> seconds = new ArrayList<>(BATCH);
    private final List<LearnedService> learned = new ArrayList<>();
    private final List<JournalEntry> entries = new ArrayList<>();
    private @Nullable StateStore store;
    private List<LearnedService> learnedBefore = List.of();
    private boolean paused;
    private long retryAt;
    private long retryNanos = FIRST_RETRY_NANOS;
    private long tidyAt;
    private long reviewAt;
    private int movedAside;
    private final AtomicLong written = new AtomicLong();
    private volatile @Nullable String pausedBecause;
    private volatile @Nullable String begunAnew;

    HistoryWriter(
            StateDatabaseSettings settings,
            @Nullable DatabaseFile file,
            HistoryQueues queues,
            InstantSource wallClock) {
        this.settings = settings;
        this.file = file;
        this.queues = queues;
        this.wallClock = wallClock;
    }

    /**
     * Opens the database before the first step. A file that cannot be written now is no reason to refuse: history then
     * begins paused.
     *
     * @throws StateDatabaseException when it is locked or not this program's, which only the operator can change
     */
    void start(long now) throws StateDatabaseException {
        tidyAt = now;
        reviewAt = now;
        try {
            store = StateStore.open(settings, file, wallClock.instant());
            learnedBefore = store.readLearned();
        } catch (SQLException e) {
            switch (Fault.of(e)) {
                case LOCKED ->
                    throw new StateDatabaseException(
                            "the state database " + lockedBy() + "; end that process or name another file", e);
                case FOREIGN ->
                    throw new StateDatabaseException(
                            "the state database " + file + " is of another version of H2; name another file", e);
                case STATEMENT ->
                    throw new StateDatabaseException(
                            "the state database " + file + " cannot be opened: " + Fault.reason(e), e);
                case DAMAGED, UNWRITABLE -> onFault(e, now);
            }
        } catch (StateDatabaseException e) {
            throw new StateDatabaseException("the state database " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** What earlier runs have learned, as far as it could be read at the start. */
    List<LearnedService> learnedBefore() {
        return learnedBefore;
    }

    /**
     * Writes one batch of each kind, aggregates first, and removes a little of what is too old.
     *
     * @param now this thread's monotonic clock in nanoseconds
     * @return true when there is more to do at once
     */
    boolean step(long now) {
        try {
            StateStore open = ready(now);
            return open != null && write(open, now);
        } catch (SQLException | RuntimeException e) {
            onFault(e, now);
            return false;
        } catch (StateDatabaseException e) {
            pause("the state database " + file + " cannot be used: " + e.getMessage(), now);
            return false;
        }
    }

    /** The database, opened if need be; null during a pause. */
    private @Nullable StateStore ready(long now) throws SQLException, StateDatabaseException {
        if (paused && now - retryAt < 0) {
            return null;
        }
        if (file != null && file.room() < settings.reserveBytes()) {
            pause("less than " + (settings.reserveBytes() >> 20) + " MiB are free where " + file + " is", now);
            return null;
        }
        if (store == null) {
            store = StateStore.open(settings, file, wallClock.instant());
        }
        return store;
    }

    private boolean write(StateStore open, long now) throws SQLException {
        boolean more = fill(queues.seconds(), seconds);
        more |= fill(queues.learned(), learned);
        more |= fill(queues.journal(), entries);
        more |= fill(queues.exchanges(), exchanges);
        if (!seconds.isEmpty()) {
            queues.droppedSeconds(open.writeSeconds(seconds));
            seconds.clear();
        }
        if (!learned.isEmpty()) {
            open.writeLearned(learned);
            learned.clear();
        }
        if (!entries.isEmpty()) {
            open.writeJournal(entries);
            entries.clear();
        }
        if (!exchanges.isEmpty()) {
            int homeless = open.writeExchanges(exchanges);
            queues.droppedExchanges(homeless);
            written.addAndGet(exchanges.size() - homeless);
            exchanges.clear();
        }
        resumed();
        return tidy(open, now) || more;
    }

    private boolean hasBatches() {
        return !seconds.isEmpty() || !learned.isEmpty() || !entries.isEmpty() || !exchanges.isEmpty();
    }

    /** Takes what waits, up to one batch; a batch that a fault left behind comes first. True if the batch is full. */
    private static <T> boolean fill(Queue<T> queue, List<T> batch) {
        while (batch.size() < BATCH) {
            T next = queue.poll();
            if (next == null) {
                return false;
            }
            batch.add(next);
        }
        return true;
    }

    private boolean tidy(StateStore open, long now) throws SQLException {
        boolean more = open.dropBeyondSize();
        if (now - tidyAt < 0) {
            return more;
        }
        more |= open.dropOld(wallClock.instant());
        if (!more) {
            tidyAt = now + TIDY_NANOS;
        }
        if (now - reviewAt >= 0) {
            open.review(wallClock.instant());
            reviewAt = now + REVIEW_NANOS;
        }
        return more;
    }

    private void resumed() {
        if (paused) {
            LOG.info("history goes on");
        }
        paused = false;
        pausedBecause = null;
        retryNanos = FIRST_RETRY_NANOS;
    }

    private void onFault(Exception e, long now) {
        Fault fault = Fault.of(e);
        LOG.debug("the state database failed: {}", fault, e);
        closeStore();
        switch (fault) {
            case DAMAGED -> beginAnew(e, now);
            case LOCKED -> pause("the state database " + lockedBy(), now);
            case FOREIGN, UNWRITABLE -> pause(file + " cannot be written: " + Fault.reason(e), now);
            case STATEMENT -> {
                dropBatches();
                pause("the state database refused a statement: " + Fault.reason(e), now);
            }
        }
    }

    /** What H2 refuses for its content would be refused for ever. */
    private void dropBatches() {
        queues.droppedSeconds(seconds.size());
        queues.droppedLearned(learned.size());
        queues.droppedEntries(entries.size());
        queues.droppedExchanges(exchanges.size());
        seconds.clear();
        learned.clear();
        entries.clear();
        exchanges.clear();
    }

    private void beginAnew(Exception e, long now) {
        if (file == null || movedAside >= MOST_MOVED_ASIDE) {
            pause(file + " is damaged again and again: " + Fault.reason(e), now);
            return;
        }
        try {
            movedAside++;
            begunAnew = file + " was damaged; it is now " + file.moveAside(wallClock.instant())
                    + ", and a new one was begun";
            LOG.warn("{} ({})", begunAnew, Fault.reason(e));
            store = StateStore.open(settings, file, wallClock.instant());
        } catch (IOException | SQLException | StateDatabaseException failed) {
            pause(file + " is damaged and could not be replaced: " + Fault.reason(failed), now);
        }
    }

    private void pause(String because, long now) {
        if (!paused) {
            LOG.warn("history is paused: {}", because);
        }
        paused = true;
        pausedBecause = because;
        retryAt = now + retryNanos;
        retryNanos = Math.min(2 * retryNanos, LONGEST_RETRY_NANOS);
    }

    private String lockedBy() {
        return file == null ? "is locked" : file.lockedBy();
    }

    private void closeStore() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    /** Writes what waits until that time of the monotonic clock, counts the rest as dropped, and closes. */
    void finish(LongSupplier monotonicClock, long deadline) {
        for (long now = monotonicClock.getAsLong(); hasWork() && now - deadline < 0; now = monotonicClock.getAsLong()) {
            step(now);
            if (paused) {
                break;
            }
        }
        while (hasWork()) {
            dropBatches();
            fill(queues.seconds(), seconds);
            fill(queues.learned(), learned);
            fill(queues.journal(), entries);
            fill(queues.exchanges(), exchanges);
        }
        closeStore();
    }

    private boolean hasWork() {
        return !queues.isEmpty() || hasBatches();
    }

    /** Exchanges written. */
    long written() {
        return written.get();
    }

    /** What the operator should know; null when all is well. */
    @Nullable
    String trouble() {
        List<String> sentences = new ArrayList<>();
        addIfAny(sentences, begunAnew);
        addIfAny(sentences, pausedBecause);
        if (queues.droppedSeconds() > 0) {
            sentences.add(queues.droppedSeconds() + " seconds of servers were not kept");
        }
        if (queues.droppedEntries() > 0) {
            sentences.add(queues.droppedEntries() + " entries of the journal were not kept");
        }
        return sentences.isEmpty() ? null : String.join("; ", sentences);
    }

    private static void addIfAny(List<String> sentences, @Nullable String sentence) {
        if (sentence != null) {
            sentences.add(sentence);
        }
    }
}
