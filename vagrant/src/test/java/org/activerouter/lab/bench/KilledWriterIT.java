package org.activerouter.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.activerouter.lab.bench.KilledWriter.Loss;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a process that writes, at different moments; needs no privilege. */
class KilledWriterIT {
    private static final int RATE = 20_000;
    private static final double FIVE_SECONDS = 5_000;

    @TempDir
    private Path directory;

    @RepeatedTest(5)
    void noAggregateOlderThanFiveSecondsIsLost(RepetitionInfo repetition) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        KilledWriter writer = new KilledWriter(directory, List.of(java.toString(), "-Xmx128m", "-cp", classPath), RATE);

        Loss loss = writer.kill(60 + 3 * repetition.getCurrentRepetition());

        System.out.println(loss);
        assertThat(loss.aggregates()).isGreaterThan(500);
        assertThat(loss.holes())
                .as("lost ones that are older than one that survived")
                .isZero();
        assertThat(loss.oldestLostMillis()).as("age of the oldest one lost").isLessThan(FIVE_SECONDS);
        assertThat(loss.tornExchanges())
                .as("index entries without rows, or the reverse")
                .isZero();
    }
}
