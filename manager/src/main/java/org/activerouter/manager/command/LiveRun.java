package org.activerouter.manager.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.activerouter.analyzer.Analysis;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameSource;
import org.activerouter.manager.appliance.Standstill;
import org.jspecify.annotations.Nullable;

/**
 * One observation: the analysis on a thread of its own, the display on the thread that calls, which also watches that the
 * analysis makes progress. Figures that no longer move look like a quiet network, and nobody would know better.
 */
final class LiveRun {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Analysis analysis;
    private final FrameSource source;
    private final Display display;
    private final Duration interval;
    private final Duration tick;
    private final Standstill standstill;

    LiveRun(Analysis analysis, FrameSource source, Display display, Duration interval) {
        this(analysis, source, display, interval, TICK);
    }

    /** One that looks after the analysis more or less often. */
    LiveRun(Analysis analysis, FrameSource source, Display display, Duration interval, Duration tick) {
        this.analysis = analysis;
        this.source = source;
        this.display = display;
        this.interval = interval;
        this.tick = tick;
        standstill = new Standstill(analysis::beats, tick);
    }

    /**
     * Analyses and shows until the source ends or the analysis is stopped.
     *
     * @return why the source could not be read on, if so
     * @throws IOException when the display cannot be written; the analysis is over then too
     * @throws IllegalStateException when the analysis failed or stands still; in the latter case its thread is still there
     */
    Optional<CaptureException> run() throws IOException {
        FutureTask<@Nullable Void> task = new FutureTask<>(() -> {
            analysis.run(source);
            return null;
        });
        Thread thread = Thread.ofPlatform().daemon().name("analysis").start(task);
        try {
            show(task, thread);
        } finally {
            analysis.stop();
            // Whoever called closes the source next: nobody may be reading it then. A thread that stands still reads
            // nothing.
            Uninterrupted.join(thread, standstill.patience());
            display.end();
        }
        if (thread.isAlive()) {
            throw standstill.failure(thread);
        }
        return outcome(task);
    }

    /** Returns when the analysis has ended, or the calling thread was interrupted, which ends it too. */
    private void show(FutureTask<@Nullable Void> task, Thread thread) throws IOException {
        long start = System.nanoTime();
        // Due times and not pauses: the time that drawing takes does not add up.
        long showDue = start + interval.toNanos();
        long tickDue = start + tick.toNanos();
        while (!endsBefore(Math.min(showDue, tickDue), task)) {
            long now = System.nanoTime();
            if (now - tickDue >= 0) {
                tickDue = now + tick.toNanos();
                if (standstill.tick()) {
                    throw standstill.failure(thread);
                }
            }
            if (now - showDue >= 0) {
                showDue += interval.toNanos();
                display.show(analysis.snapshot(), Duration.ofNanos(now - start));
            }
        }
    }

    private static boolean endsBefore(long due, FutureTask<@Nullable Void> task) {
        try {
            task.get(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Optional<CaptureException> outcome(FutureTask<@Nullable Void> task) {
        try {
            task.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CaptureException obstacle) {
                return Optional.of(obstacle);
            }
            throw new IllegalStateException("the analysis has failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
