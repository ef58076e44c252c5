package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.activerouter.capture.SourceStatus;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(out, true, StandardCharsets.UTF_8);

    @Test
    void aLongRunShowsHowFarItIsAndWipesTheLine() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        ProgressLine line = new ProgressLine(
                terminal,
                () -> {
                    asked.countDown();
                    return status(450_000_000, 1_000_000_000);
                },
                Duration.ZERO);
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        line.end();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("\r\u001b[K45 % of 1.0 GB read")
                .endsWith("\r\u001b[K");
    }

    @Test
    void aShortRunShowsNothing() {
        new ProgressLine(terminal, () -> status(1, 2), Duration.ofDays(1)).end();

        assertThat(out.size()).isZero();
    }

    @Test
    void whereTheWholeIsNotKnownThePartIsShown() {
        assertThat(ProgressLine.text(status(1_500, -1))).isEqualTo("1.5 kB read");
        assertThat(ProgressLine.text(status(0, 0))).isEqualTo("0 bytes read");
    }

    private static SourceStatus status(long read, long total) {
        return new SourceStatus(0, 0, 0, read, total, List.of());
    }
}
