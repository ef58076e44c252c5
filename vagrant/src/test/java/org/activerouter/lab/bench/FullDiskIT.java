package org.activerouter.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.analyzer.history.StateDatabase;
import org.activerouter.analyzer.history.StateDatabaseSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of 16 MiB that fills up; needs root, to mount it. */
class FullDiskIT {
    private static final int RATE = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path mountPoint;

    private final SyntheticExchanges exchanges = new SyntheticExchanges(10, RATE);
    private long handedIn;

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", mountPoint.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", mountPoint.toString());
    }

    /** With a reserve the pause begins before H2 has met the end of the disk. */
    @Test
    void historyPausesBeforeTheDiskIsFullAndGoesOnAfterwards() throws Exception {
        fillAndMakeRoom(4L << 20, "free where");
    }

    /** Without one H2 gives the file up in the middle of a write. */
    @Test
    void historySurvivesADiskThatIsFullInTheMiddleOfAWrite() throws Exception {
        fillAndMakeRoom(0, "No space left on device");
    }

    @Test
    void aDiskThatIsFullFromTheStartMakesHistoryBeginPaused() throws Exception {
        Path ballast = Files.write(mountPoint.resolve("ballast"), new byte[16 << 20]);
        StateDatabase database = StateDatabase.open(settings(0));
        assertThat(database.status().trouble()).contains("No space left on device");

        Files.delete(ballast);
        awaitTrouble(database, null);
        database.close();
    }

    private void fillAndMakeRoom(long reserve, String trouble) throws Exception {
        Path ballast = Files.write(mountPoint.resolve("ballast"), new byte[8 << 20]);
        StateDatabase database = StateDatabase.open(settings(reserve));
        awaitTrouble(database, trouble);
        long writtenThen = database.status().rowsWritten();
        long droppedThen = database.status().rowsDropped();
        for (int i = 0; i < 100_000; i++) {
            database.exchange(exchanges.next());
            handedIn++;
        }
        assertThat(database.status().rowsDropped()).isGreaterThan(droppedThen);

        Files.delete(ballast);
        awaitTrouble(database, null);
        database.exchange(exchanges.next());
        handedIn++;
        database.close();

        HistoryStatus status = database.status();
        System.out.println(status + ", " + handedIn + " handed in, " + rows() + " in the file");
        assertThat(status.rowsWritten()).isGreaterThan(writtenThen);
        assertThat(status.rowsWritten() + status.rowsDropped()).isEqualTo(handedIn);
        assertThat(rows()).isEqualTo(status.rowsWritten());
    }

    private StateDatabaseSettings settings(long reserve) {
        StateDatabaseSettings defaults = StateDatabaseSettings.inFile(mountPoint.resolve("state"));
        return new StateDatabaseSettings(
                defaults.file(),
                defaults.queuedExchanges(),
                defaults.queuedSeconds(),
                defaults.keepExchanges(),
                defaults.keepSeconds(),
                defaults.keepMinutes(),
                defaults.maxBytes(),
                reserve,
                defaults.maxServers(),
                defaults.flushInterval());
    }

    /** Hands in at a steady rate until the database says so; null is for no trouble. */
    private void awaitTrouble(StateDatabase database, String part) {
        Pace pace = new Pace(RATE);
        Instant limit = Instant.now().plus(PATIENCE);
        while (!says(database.status().trouble(), part)) {
            assertThat(Instant.now())
                    .as("waiting for trouble: %s, %s", part, database.status())
                    .isBefore(limit);
            pace.await();
            database.exchange(exchanges.next());
            handedIn++;
        }
    }

    private static boolean says(String trouble, String part) {
        return part == null ? trouble == null : trouble != null && trouble.contains(part);
    }

    private long rows() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + mountPoint.resolve("state"), "sa", "");
                var statement = connection.createStatement();
                var count = statement.executeQuery("SELECT COUNT(*) FROM exchange")) {
            count.next();
            return count.getLong(1);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
