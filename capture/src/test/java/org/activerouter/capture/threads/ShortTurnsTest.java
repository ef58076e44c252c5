package org.activerouter.capture.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShortTurnsTest {
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");

    /** Linux 6.12 was the first that can be asked. */
    @BeforeEach
    void theKernelCanBeAsked() {
        Matcher release = RELEASE.matcher(System.getProperty("os.version"));
        assumeThat(release.matches()).isTrue();
        assumeThat(Integer.parseInt(release.group(1)) * 1000 + Integer.parseInt(release.group(2)))
                .isGreaterThanOrEqualTo(6012);
    }

    private static <T> T inAThreadOfItsOwn(Supplier<T> task) {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            return CompletableFuture.supplyAsync(task, thread).join();
        }
    }

    @Test
    void aThreadThatAsksForShortTurnsHasThem() {
        assertThat(inAThreadOfItsOwn(() -> ShortTurns.take() ? ShortTurns.nanos() : -1))
                .isEqualTo(100_000);
    }

    @Test
    void othersKeepTheirs() {
        long before = inAThreadOfItsOwn(ShortTurns::nanos);
        inAThreadOfItsOwn(ShortTurns::take);
        assertThat(inAThreadOfItsOwn(ShortTurns::nanos)).isEqualTo(before).isNotEqualTo(100_000);
    }
}
