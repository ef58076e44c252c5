package org.activerouter.manager.appliance;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameSource;
import org.jspecify.annotations.Nullable;

/** The passive half on a thread of its own. Any thread, except where a method says otherwise. */
final class AnalysisThread implements AutoCloseable {
    /** How often somebody looks whether it is still there, and moves. */
    static final Duration LOOK = Duration.ofSeconds(1);

    private final Analysis analysis;
    private final FutureTask<@Nullable Void> task;
    private final Thread thread;
    private final Standstill standstill;
    private @Nullable String stands;
    private volatile boolean closing;

    private AnalysisThread(Analysis analysis, FrameSource source) {
        this.analysis = analysis;
        task = new FutureTask<>(() -> {
            analysis.run(source);
            return null;
        });
        thread = Thread.ofPlatform().daemon().name("analysis").unstarted(task);
        standstill = new Standstill(analysis::beats, LOOK);
    }

    static AnalysisThread start(Analysis analysis, FrameSource source) {
        AnalysisThread started = new AnalysisThread(analysis, source);
        started.thread.start();
        return started;
    }

    AnalysisSnapshot snapshot() {
        return analysis.snapshot();
    }

    /** Whether it has ended or stands still; to be asked once every {@link #LOOK}, by one thread. */
    boolean isLost() {
        if (standstill.tick() && !task.isDone()) {
            stands = standstill.failure(thread).getMessage();
        }
        return task.isDone() || stands != null;
    }

    /** Why it was lost; empty if it was not. Same thread. */
    Optional<String> failure() {
        if (stands != null) {
            return Optional.of(stands);
        }
        if (closing || !task.isDone()) {
            return Optional.empty();
        }
        try {
            task.get();
            return Optional.of("the capture has ended");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return Optional.of(
                    cause instanceof CaptureException
                            ? String.valueOf(cause.getMessage())
                            : "the analysis has failed: " + cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Ends the analysis and waits for it; the source may be closed afterwards. */
    @Override
    public void close() {
        closing = task.isDone() ? closing : true;
        analysis.stop();
        try {
            // One that stands still would never come: the source is closed under it then, as at the end of the process.
            thread.join(standstill.patience());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
