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
    /** How often somebody looks whether it is still there. */
    static final Duration LOOK = Duration.ofMillis(250);

    private final Analysis analysis;
    private final FutureTask<@Nullable Void> task;
    private final Thread thread;
    private volatile boolean closing;

    private AnalysisThread(Analysis analysis, FrameSource source) {
        this.analysis = analysis;
        task = new FutureTask<>(() -> {
            analysis.run(source);
            return null;
        });
        thread = Thread.ofPlatform().name("analysis").unstarted(task);
    }

    static AnalysisThread start(Analysis analysis, FrameSource source) {
        AnalysisThread started = new AnalysisThread(analysis, source);
        started.thread.start();
        return started;
    }

    AnalysisSnapshot snapshot() {
        return analysis.snapshot();
    }

    boolean hasEnded() {
        return task.isDone();
    }

    /** Why it ended by itself; empty if it did not. */
    Optional<String> failure() {
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
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
