package org.activerouter.analyzer.history;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.load.SecondAggregate;
import org.activerouter.capture.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state database: one H2 file, or one in memory. Handing in never waits, whatever happens to the file; one daemon thread
 * writes. After a kill of the program what was handed in within the last second or so is missing, and nothing else; after a
 * failure of the power it may be more, since H2 leaves it to the kernel when the disk is written.
 *
 * <p>Each opening of the database is a run and has a number of its own, which every row carries: sequence numbers begin at 1
 * again when the program does, and two rows are the same exchange only if run, server and sequence agree.
 */
public final class StateDatabase implements History, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateDatabase.class);

    /** Time to write what waits at the end; after it the rest is counted as dropped. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

    /** H2's own closing, on a disk that hangs, is not waited for either. */
    private static final Duration CLOSE_LIMIT = DRAIN_LIMIT.plusSeconds(5);

    private final HistoryQueues queues;
    private final HistoryWriter writer;
    private final long flushNanos;
    private final Thread thread;
    private final List<LearnedService> learnedBefore;
    private volatile boolean closing;

    private StateDatabase(StateDatabaseSettings settings, HistoryQueues queues, HistoryWriter writer) {
        this.queues = queues;
        this.writer = writer;
        learnedBefore = writer.learnedBefore();
        flushNanos = settings.flushInterval().toNanos();
        thread = new Thread(this::run, "state-database");
        thread.setDaemon(true);
    }

    /**
     * Opens the database, creates it if there is none, and begins to write. A damaged file is moved aside and a new one
     * begun; a full disk makes it begin paused; {@link #status} tells both.
     *
     * @throws StateDatabaseException when only the operator can help: it is locked, of a newer program or of another one, or
     *     its directory is missing or may not be written
     */
    public static StateDatabase open(StateDatabaseSettings settings) throws StateDatabaseException {
        Path named = settings.file();
        DatabaseFile file = named == null ? null : new DatabaseFile(named);
        HistoryQueues queues = new HistoryQueues(settings.queuedExchanges(), settings.queuedSeconds());
        HistoryWriter writer = new HistoryWriter(settings, file, queues, InstantSource.system());
        writer.start(System.nanoTime());
        StateDatabase database = new StateDatabase(settings, queues, writer);
        database.thread.start();
        return database;
    }

    private void run() {
        while (!closing) {
            if (!writer.step(System.nanoTime())) {
                LockSupport.parkNanos(this, flushNanos);
            }
        }
        writer.finish(System::nanoTime, System.nanoTime() + DRAIN_LIMIT.toNanos());
    }

    @Override
    public void exchange(ExchangeRow row) {
        queues.offer(row);
    }

    @Override
    public void second(SecondAggregate aggregate) {
        queues.offer(aggregate);
    }

    @Override
    public void learned(Endpoint server, String protocol, long nanos) {
        queues.offer(new LearnedService(server, protocol, nanos));
    }

    /** Something was decided or done. Any thread; never waits; counted as dropped when the queue is full. */
    public void note(JournalEntry entry) {
        queues.offer(entry);
    }

    /** What self-study found in earlier runs; any thread. */
    public List<LearnedService> learnedBefore() {
        return learnedBefore;
    }

    @Override
    public HistoryStatus status() {
        return new HistoryStatus(
                writer.written(), queues.droppedExchanges(), queues.exchanges().size(), writer.trouble());
    }

    /**
     * Writes what waits and closes the file, within fifteen seconds. What is handed in afterwards is lost. The thread is never
     * interrupted: that would close H2's file under it.
     */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the state database did not close in {} s; what it still held is lost", CLOSE_LIMIT.toSeconds());
        }
    }
}
