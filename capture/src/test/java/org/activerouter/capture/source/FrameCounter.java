package org.activerouter.capture.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.activerouter.capture.FrameBatch;

/** Takes what comes from a live source and counts it. */
final class FrameCounter {
    /** Generous, for a busy machine; nothing waits for it to be over. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LiveSource source;
    long frames;
    long bytes;

    FrameCounter(LiveSource source) {
        this.source = source;
    }

    void countTo(long wanted) {
        until(() -> frames >= wanted);
        assertThat(frames).isEqualTo(wanted);
    }

    void expectNoMore() {
        long before = frames;
        settle();
        assertThat(frames).isEqualTo(before);
    }

    /** Takes whatever is still on its way; half a second is many times what a frame needs. */
    void settle() {
        long began = System.nanoTime();
        while (System.nanoTime() - began < Duration.ofMillis(500).toNanos()) {
            take();
        }
    }

    void untilTrouble(String beginning) {
        until(() -> source.status().troubles().stream().anyMatch(trouble -> trouble.startsWith(beginning)));
    }

    void untilNoTrouble() {
        until(() -> source.status().troubles().isEmpty());
    }

    void until(BooleanSupplier reached) {
        long began = System.nanoTime();
        while (!reached.getAsBoolean()) {
            take();
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new AssertionError("in vain after " + frames + " frames; " + source.status());
            }
        }
    }

    private void take() {
        FrameBatch batch = source.next();
        for (int i = 0; batch != null && i < batch.size(); i++) {
            frames++;
            bytes += batch.capturedLength(i);
        }
    }
}
