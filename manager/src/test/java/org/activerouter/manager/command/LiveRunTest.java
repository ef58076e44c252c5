package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.activerouter.analyzer.Analysis;
import org.activerouter.analyzer.AnalysisSnapshot;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.CaptureException.Kind;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.SourceStatus;
import org.junit.jupiter.api.Test;

final class LiveRunTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private final Analysis analysis = new Analysis(CommandRun.settings());

    @Test
    void itShowsMomentsUntilItIsStopped() throws IOException {
        CountingDisplay display = new CountingDisplay() {
            @Override
            public void show(AnalysisSnapshot snapshot, Duration running) {
                super.show(snapshot, running);
                if (shown.get() == 3) {
                    analysis.stop();
                }
            }
        };

        assertThat(new LiveRun(analysis, new QuietSource(), display, SHORT).run())
                .isEmpty();

        assertThat(display.shown.get()).isGreaterThanOrEqualTo(3);
        assertThat(display.ended).hasValue(1);
    }

    @Test
    void aDisplayThatFailsEndsTheAnalysis() {
        Display failing = (snapshot, running) -> {
            throw new IOException("gone");
        };

        assertThatIOException()
                .isThrownBy(() -> new LiveRun(analysis, new QuietSource(), failing, SHORT).run())
                .withMessage("gone");
    }

    @Test
    void aSourceThatFailsIsTold() throws IOException {
        CaptureException failure = new CaptureException(Kind.FAILED, "the interface caught fire");
        FrameSource failing = new QuietSource() {
            @Override
            public FrameBatch next() throws CaptureException {
                throw failure;
            }
        };
        CountingDisplay display = new CountingDisplay();

        assertThat(new LiveRun(analysis, failing, display, Duration.ofHours(1)).run())
                .containsSame(failure);
        assertThat(display.ended).hasValue(1);
    }

    @Test
    void anErrorOfTheAnalysisIsNotSwallowed() {
        FrameSource broken = new QuietSource() {
            @Override
            public FrameBatch next() {
                throw new ArithmeticException("a fault");
            }
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> new LiveRun(analysis, broken, new CountingDisplay(), Duration.ofHours(1)).run())
                .withCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void anAnalysisThatStandsStillIsToldWithWhereItStands() throws InterruptedException {
        StandingSource standing = new StandingSource();
        CountingDisplay display = new CountingDisplay();

        assertThatIllegalStateException()
                .isThrownBy(() -> new LiveRun(analysis, standing, display, Duration.ofHours(1), SHORT).run())
                .withMessageContaining("\"analysis\" has made no progress")
                .satisfies(e -> assertThat(e.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("next")));
        assertThat(display.ended).hasValue(1);
        standing.end();
    }

    @Test
    void anAnalysisThatDoesNotEndIsNotWaitedForForEver() throws InterruptedException {
        StandingSource standing = new StandingSource();
        Display failing = (snapshot, running) -> {
            throw new IOException("gone");
        };

        assertThatIOException()
                .isThrownBy(() -> new LiveRun(analysis, standing, failing, SHORT, Duration.ofMillis(20)).run())
                .withMessage("gone");
        standing.end();
    }

    /** Goes round in circles, as a fault in a reader would. */
    private static final class StandingSource extends QuietSource {
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile Thread reader = Thread.currentThread();

        @Override
        public FrameBatch next() {
            reader = Thread.currentThread();
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
            return null;
        }

        void end() throws InterruptedException {
            end.countDown();
            reader.join();
        }
    }

    private static class CountingDisplay implements Display {
        final AtomicInteger shown = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();

        @Override
        public void show(AnalysisSnapshot snapshot, Duration running) {
            shown.incrementAndGet();
        }

        @Override
        public void end() {
            ended.incrementAndGet();
        }
    }

    /** An interface on which nothing passes. */
    private static class QuietSource implements FrameSource {
        @Override
        public FrameBatch next() throws CaptureException {
            Thread.onSpinWait();
            return null;
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public SourceStatus status() {
            return new SourceStatus(0, 0, 0, 0, -1, List.of());
        }

        @Override
        public void close() {}
    }
}
