package org.activerouter.analyzer.history;

import static org.activerouter.analyzer.history.Rows.NANOS;
import static org.activerouter.analyzer.history.Rows.TEN_O_CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer, driven step by step on a clock of its own. */
class HistoryWriterTest {
    private static final Endpoint SERVER = Rows.endpoint("198.51.100.1", 8888);
    private static final long YEAR_2003 = 1_048_327_505L;

    @TempDir
    private Path directory;

    private Path file;
    private Instant wallClock = Instant.ofEpochSecond(TEN_O_CLOCK + 3_600);
    private long now;

    @BeforeEach
    void nameTheFile() throws Exception {
        file = Files.createDirectory(directory.resolve("data")).resolve("state");
    }

    /** A writer with its queues, and the clock that it is given. */
    private final class Writing {
        final HistoryQueues queues;
        final HistoryWriter writer;

        Writing(StateDatabaseSettings settings) throws StateDatabaseException {
            queues = new HistoryQueues(settings.queuedExchanges(), settings.queuedSeconds());
            writer = new HistoryWriter(settings, new DatabaseFile(file), queues, () -> wallClock);
            writer.start(now);
        }

        void untilIdle() {
            while (writer.step(now)) {
                now += 1_000_000;
            }
        }

        void aSecondLater() {
            now += NANOS;
            untilIdle();
        }

        void close() {
            writer.finish(new AtomicLong(now)::getAndIncrement, now + NANOS);
        }

        /** One exchange a second from then on. */
        void exchanges(long fromSecond, int count) {
            for (int i = 0; i < count; i++) {
                queues.offer(Rows.exchange(SERVER, i + 1L, (fromSecond + i) * NANOS));
                if (i % 20 == 19) {
                    aSecondLater();
                }
            }
            aSecondLater();
        }
    }

    @Test
    void aFloodOfExchangesCostsNoAggregate() throws Exception {
        Writing writing = new Writing(Rows.settings(file));
        for (int i = 0; i < 20_000; i++) {
            writing.queues.offer(Rows.exchange(SERVER, i + 1L, TEN_O_CLOCK * NANOS + i));
        }
        for (int i = 0; i < 60; i++) {
            writing.queues.offer(Rows.second(SERVER, TEN_O_CLOCK + i, 333));
        }
        writing.untilIdle();
        writing.close();

        assertThat(writing.writer.written()).isEqualTo(8_192);
        assertThat(writing.queues.droppedExchanges()).isEqualTo(20_000 - 8_192);
        assertThat(Rows.query(file, "SELECT COUNT(*), SUM(queries) FROM second_aggregate"))
                .containsExactly("60 19980");
    }

    @Test
    void exchangesThatAreTooOldGo() throws Exception {
        Writing writing = new Writing(keeping(Duration.ofMinutes(8), Duration.ofDays(1), Duration.ofDays(2)));
        writing.exchanges(TEN_O_CLOCK, 1_800);
        writing.close();

        long oldest = Rows.number(file, "SELECT MIN(asked_nanos) FROM exchange") / NANOS - TEN_O_CLOCK;
        assertThat(oldest).isBetween(1_800L - 480 - 60 - 60, 1_800L - 480);
        assertThat(Rows.query(file, "SELECT MAX(asked_nanos) / 1000000000 - " + TEN_O_CLOCK + " FROM exchange"))
                .containsExactly("1799");
        assertThat(
                        Rows.number(
                                file,
                                "SELECT COUNT(*) FROM information_schema.tables WHERE REGEXP_LIKE(table_name, '^EXCHANGE_\\d+$')"))
                .isEqualTo(Rows.number(file, "SELECT COUNT(*) FROM segment"));
    }

    @Test
    void anOldCaptureIsNotTooOld() throws Exception {
        Writing writing = new Writing(keeping(Duration.ofMinutes(8), Duration.ofDays(1), Duration.ofDays(2)));
        writing.exchanges(YEAR_2003, 300);
        writing.close();

        assertThat(Rows.query(file, "SELECT COUNT(*) FROM exchange")).containsExactly("300");
    }

    @Test
    void aCaptureFromTheFutureDoesNotEmptyTheHistory() throws Exception {
        Writing writing = new Writing(keeping(Duration.ofHours(2), Duration.ofDays(1), Duration.ofDays(2)));
        writing.exchanges(TEN_O_CLOCK, 600);
        writing.exchanges(TEN_O_CLOCK + 200L * 365 * 86_400, 1);
        writing.close();

        assertThat(Rows.query(file, "SELECT COUNT(*) FROM exchange")).containsExactly("601");
    }

    @Test
    void secondsGoBeforeMinutes() throws Exception {
        Writing writing = new Writing(keeping(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5)));
        for (int i = 0; i < 600; i++) {
            writing.queues.offer(Rows.second(SERVER, TEN_O_CLOCK + i, 1));
            writing.aSecondLater();
        }
        writing.close();

        assertThat(Rows.query(file, "SELECT MIN(epoch_second) - " + TEN_O_CLOCK + ", COUNT(*) FROM second_aggregate"))
                .containsExactly("479 121");
        assertThat(Rows.query(
                        file,
                        "SELECT MIN(epoch_minute) * 60 - " + TEN_O_CLOCK + ", SUM(queries) FROM minute_aggregate"))
                .containsExactly("240 360");
    }

    @Test
    void theOldestExchangesGoWhenTheFileIsFull() throws Exception {
        Writing writing = new Writing(Rows.settings(file, 4L << 20, 0));
        for (int i = 0; i < 200_000; i++) {
            writing.queues.offer(Rows.exchange(SERVER, i + 1L, TEN_O_CLOCK * NANOS + i));
            if (i % 4_000 == 3_999) {
                writing.untilIdle();
            }
        }
        writing.untilIdle();
        writing.close();

        assertThat(writing.writer.written()).isEqualTo(200_000);
        assertThat(Rows.number(file, "SELECT COUNT(*) FROM exchange")).isBetween((4L << 20) / 60 / 2, (4L << 20) / 60);
        assertThat(Rows.number(file, "SELECT MAX(sequence) FROM exchange")).isEqualTo(200_000);
    }

    @Test
    void secondsGoWhenTheyAloneFillTheFile() throws Exception {
        Writing writing = new Writing(Rows.settings(file, 4L << 20, 0));
        for (int i = 0; i < 100_000; i++) {
            writing.queues.offer(Rows.second(SERVER, TEN_O_CLOCK + i, 1));
            if (i % 1_000 == 999) {
                writing.untilIdle();
            }
        }
        writing.close();

        assertThat(Rows.number(file, "SELECT COUNT(*) FROM second_aggregate")).isBetween(40_000L, 70_000L);
        assertThat(Rows.query(file, "SELECT SUM(queries), COUNT(*) FROM minute_aggregate"))
                .containsExactly("100000 1667");
    }

    @Test
    void whatBelongsToServersBeyondTheCapIsCounted() throws Exception {
        Writing writing = new Writing(Rows.settings(file));
        for (int i = 0; i < 1_010; i++) {
            writing.queues.offer(Rows.exchange(Rows.server(i), 1, TEN_O_CLOCK * NANOS));
            writing.queues.offer(Rows.second(Rows.server(i), TEN_O_CLOCK, 1));
        }
        writing.untilIdle();

        assertThat(writing.writer.written()).isEqualTo(1_000);
        assertThat(writing.queues.droppedExchanges()).isEqualTo(10);
        assertThat(writing.writer.trouble()).isEqualTo("10 seconds of servers were not kept");
        writing.close();
    }

    @Test
    void aServerWithoutHistoryMakesRoomForAnother() throws Exception {
        Writing writing = new Writing(keeping(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5)));
        for (int i = 0; i < 1_000; i++) {
            writing.queues.offer(Rows.second(Rows.server(i), TEN_O_CLOCK, 1));
        }
        writing.aSecondLater();
        writing.queues.offer(Rows.second(Rows.server(0), TEN_O_CLOCK + 301, 1));
        writing.aSecondLater();
        now += 10 * NANOS;
        writing.aSecondLater();
        writing.queues.offer(Rows.second(Rows.server(5_000), TEN_O_CLOCK + 302, 1));
        writing.aSecondLater();
        writing.close();

        assertThat(Rows.query(file, "SELECT address FROM server ORDER BY address"))
                .containsExactly("10.1.0.0", "10.1.19.136");
    }

    @Test
    void historyPausesWhileThereIsNoRoomAndGoesOnAfterwards() throws Exception {
        StateDatabaseSettings settings = Rows.settings(file, 64L << 20, 1);
        Writing writing = new Writing(settings);
        writing.exchanges(TEN_O_CLOCK, 10);
        // A directory that is not there has no room either.
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(file.getParent(), elsewhere);
        writing.exchanges(TEN_O_CLOCK + 10, 9_000);

        assertThat(writing.writer.trouble()).contains("free where " + file);
        assertThat(writing.writer.written()).isEqualTo(10);
        assertThat(writing.queues.droppedExchanges()).isEqualTo(9_000 - settings.queuedExchanges());

        Files.move(elsewhere, file.getParent());
        now += 30 * NANOS;
        writing.untilIdle();
        assertThat(writing.writer.trouble()).isNull();
        assertThat(writing.writer.written()).isEqualTo(10 + settings.queuedExchanges());
        writing.close();
    }

    @Test
    void aPauseIsTriedAgainAfterOneTwoAndFourSeconds() throws Exception {
        Writing writing = new Writing(Rows.settings(file, 64L << 20, 1));
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(file.getParent(), elsewhere);
        writing.queues.offer(Rows.exchange(SERVER, 1, TEN_O_CLOCK * NANOS));
        long paused = now;
        for (long second : new long[] {0, 1, 3}) {
            writing.writer.step(paused + second * NANOS);
        }
        Files.move(elsewhere, file.getParent());

        writing.writer.step(paused + 7 * NANOS - 1);
        assertThat(writing.writer.written()).isZero();
        writing.writer.step(paused + 7 * NANOS);
        assertThat(writing.writer.written()).isEqualTo(1);
        writing.close();
    }

    @Test
    void whatCannotBeWrittenAtTheEndIsCounted() throws Exception {
        Writing writing = new Writing(Rows.settings(file, 64L << 20, 1));
        Files.move(file.getParent(), directory.resolve("elsewhere"));
        for (int i = 0; i < 5_000; i++) {
            writing.queues.offer(Rows.exchange(SERVER, i + 1L, TEN_O_CLOCK * NANOS));
        }
        writing.close();

        assertThat(writing.queues.droppedExchanges()).isEqualTo(5_000);
    }

    private StateDatabaseSettings keeping(Duration exchanges, Duration seconds, Duration minutes) {
        return new StateDatabaseSettings(
                file, 8_192, 1_024, exchanges, seconds, minutes, 64L << 20, 0, 1_000, Duration.ofMillis(20));
    }
}
