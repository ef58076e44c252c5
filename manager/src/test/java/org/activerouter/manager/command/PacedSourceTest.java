package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameSource;
import org.activerouter.capture.source.FrameSources;
import org.junit.jupiter.api.Test;

final class PacedSourceTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void itWaitsUntilTheDatabaseHasCaughtUp() throws CaptureException {
        try (FrameSource paced =
                new PacedSource(capture(), () -> status(asked.incrementAndGet() < 4 ? 60_000 : 1, null))) {
            assertThat(paced.next()).isNotNull();
        }

        assertThat(asked).hasValue(4);
    }

    @Test
    void itDoesNotWaitForADatabaseThatIsPaused() throws CaptureException {
        try (FrameSource paced =
                new PacedSource(capture(), () -> status(60_000 + asked.incrementAndGet(), "disk full"))) {
            assertThat(paced.next()).isNotNull();
        }

        assertThat(asked).hasValue(1);
    }

    private static HistoryStatus status(int queued, String trouble) {
        return new HistoryStatus(0, 0, queued, trouble);
    }

    private static FrameSource capture() throws CaptureException {
        return FrameSources.files(List.of(CommandRun.capture("basic.pcap")));
    }
}
