package org.activerouter.manager.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class InterruptionTest {
    @Test
    void anInterruptedAnalysisReportsWhatItHasReadAndSaysSo() {
        StopSignal stop = new StopSignal();
        stop.give();

        CommandRun run =
                CommandRun.of(new ByteArrayOutputStream(), false, stop, "analyze", CommandRun.capture("multi.pcap"));

        assertThat(run.code()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(run.out()).contains("Not read to the end: interrupted: ");
        assertThat(run.err()).startsWith("active-router: interrupted: ");
    }

    @Test
    void aSignalThatComesBeforeTheCommandIsReadyIsNotLost() {
        AtomicInteger stopped = new AtomicInteger();
        StopSignal early = new StopSignal();
        early.give();
        early.onGiven(stopped::incrementAndGet);
        StopSignal late = new StopSignal();
        late.onGiven(stopped::incrementAndGet);
        late.give();

        assertThat(stopped).hasValue(2);
    }
}
