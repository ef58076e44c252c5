package org.activerouter.capture.source;

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

class PrecedenceTest {
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
    void aThreadThatTakesItHasShortTurns() {
        assertThat(inAThreadOfItsOwn(() -> Precedence.take() ? Precedence.turn() : -1))
                .isEqualTo(Precedence.TURN_NANOS);
    }

    @Test
    void aThreadThatMayIsNotPutBehindOthers() {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        assertThat(inAThreadOfItsOwn(() -> Precedence.take() ? Precedence.nice() : 0))
                .isLessThanOrEqualTo(Precedence.NICE);
    }

    @Test
    void othersKeepTheirs() {
        long turn = inAThreadOfItsOwn(Precedence::turn);
        int nice = inAThreadOfItsOwn(Precedence::nice);
        inAThreadOfItsOwn(Precedence::take);
        assertThat(inAThreadOfItsOwn(Precedence::turn)).isEqualTo(turn).isNotEqualTo(Precedence.TURN_NANOS);
        assertThat(inAThreadOfItsOwn(Precedence::nice)).isEqualTo(nice);
    }
}
