package org.activerouter.analyzer.history;

import static org.activerouter.analyzer.history.Rows.NANOS;
import static org.activerouter.analyzer.history.Rows.TEN_O_CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedFileTest {
    @TempDir
    private Path directory;

    private Path named;
    private Path file;
    private byte[] sound;

    @BeforeEach
    void makeASoundFile() throws Exception {
        named = directory.resolve("state");
        file = directory.resolve("state.mv.db");
        try (StateDatabase database = StateDatabase.open(Rows.settings(named))) {
            for (int i = 1; i <= 8_000; i++) {
                database.exchange(Rows.exchange(Rows.server(i % 10), i, TEN_O_CLOCK * NANOS + i));
            }
        }
        sound = Files.readAllBytes(file);
    }

    @Test
    void aFileOfRandomBytesIsMovedAsideAndSaid() throws Exception {
        byte[] bytes = new byte[sound.length];
        new Random(1).nextBytes(bytes);

        assertBegunAnew(bytes);
    }

    @Test
    void aFileWithoutItsHeadIsMovedAsideAndSaid() throws Exception {
        Arrays.fill(sound, 0, 8_192, (byte) 0);

        assertBegunAnew(sound);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4_096, 8_192, 65_536})
    void aFileOfZerosIsMovedAsideAndSaid(int size) throws Exception {
        assertBegunAnew(new byte[size]);
    }

    /** H2 opens it without a word, as a database with no table. */
    @Test
    void aFileCutBehindItsHeadIsMovedAsideAndSaid() throws Exception {
        assertBegunAnew(Arrays.copyOf(sound, 9_000));
    }

    @Test
    void anEmptyFileIsSimplyFilled() throws Exception {
        Files.write(file, new byte[0]);

        try (StateDatabase database = StateDatabase.open(Rows.settings(named))) {
            assertThat(database.status().trouble()).isNull();
        }
        assertThat(movedAside()).isEmpty();
    }

    /** Whatever the damage is, the program runs, and an exchange handed in is in a readable database afterwards. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24})
    void noDamageStopsTheProgram(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] damaged = damage(random);
        Files.write(file, damaged);

        StateDatabase database = StateDatabase.open(Rows.settings(named));
        for (int i = 1; i <= 4_000; i++) {
            database.exchange(Rows.exchange(Rows.server(i % 10), i, TEN_O_CLOCK * NANOS + NANOS + i));
        }
        database.close();

        HistoryStatus status = database.status();
        assertThat(status.rowsWritten()).as("written, with %s", status).isEqualTo(4_000);
        assertThat(Rows.number(
                        named,
                        "SELECT COUNT(*) FROM exchange WHERE run = (SELECT MAX(id) FROM run) AND asked_nanos > "
                                + (TEN_O_CLOCK * NANOS + NANOS)))
                .isEqualTo(4_000);
        assertThat(movedAside()).hasSize(status.trouble() == null ? 0 : 1);
        for (Path aside : movedAside()) {
            assertThat(status.trouble()).contains("was damaged").contains(aside.toString());
        }
    }

    private byte[] damage(Random random) {
        int from = random.nextInt(sound.length);
        int to = Math.min(sound.length, from + 1 + random.nextInt(16_384));
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(sound, from);
            }
            case 1 -> Arrays.fill(sound, from, sound.length, (byte) 0);
            case 2 -> Arrays.fill(sound, from, to, (byte) 0);
            default -> {
                byte[] noise = new byte[to - from];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, sound, from, noise.length);
            }
        }
        return sound;
    }

    private void assertBegunAnew(byte[] bytes) throws Exception {
        Files.write(file, bytes);

        StateDatabase database = StateDatabase.open(Rows.settings(named));
        database.exchange(Rows.exchange(Rows.server(1), 1, TEN_O_CLOCK * NANOS));
        database.close();

        assertThat(movedAside()).hasSize(1);
        Path aside = movedAside().get(0);
        assertThat(database.status().trouble()).contains(file + " was damaged").contains(aside.toString());
        assertThat(Rows.query(named, "SELECT COUNT(*) FROM exchange")).containsExactly("1");
    }

    private List<Path> movedAside() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(path -> path.getFileName().toString().contains(".damaged-"))
                    .toList();
        }
    }
}
