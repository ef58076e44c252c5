package org.activerouter.manager.command;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.jspecify.annotations.Nullable;

/**
 * Capture files read no faster than the database can write. What passes on a wire cannot wait, and exchanges that find the
 * queue full are dropped; a file can. Belongs to the thread that reads.
 */
final class PacedSource implements FrameSource {
    /** Half of the database's queue: the rest takes what one batch of frames can yield. */
    private static final int MOST_QUEUED = 32_768;

    /** A disk that hangs for longer costs exchanges, not the report. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long PAUSE_NANOS = 1_000_000;

    private final FrameSource files;
    private final Supplier<HistoryStatus> history;

    PacedSource(FrameSource files, Supplier<HistoryStatus> history) {
        this.files = files;
        this.history = history;
    }

    @Override
    public @Nullable FrameBatch next() throws CaptureException {
        long start = System.nanoTime();
        while (isBehind() && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return files.next();
    }

    /** A history that is paused does not get on by waiting. */
    private boolean isBehind() {
        HistoryStatus status = history.get();
        return status.queued() > MOST_QUEUED && status.trouble() == null;
    }

    @Override
    public boolean ended() {
        return files.ended();
    }

    @Override
    public SourceStatus status() {
        return files.status();
    }

    @Override
    public void close() {
        files.close();
    }
}
