package org.activerouter.analyzer.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockedFileTest {
    @TempDir
    private Path directory;

    @Test
    void theProcessThatHasTheFileIsNamed() throws Exception {
        Path file = directory.resolve("state");
        Process holder = start(file);
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("open");

            assertThatThrownBy(() -> StateDatabase.open(Rows.settings(file)))
                    .isInstanceOf(StateDatabaseException.class)
                    .hasMessageContaining(file + ".mv.db is in use by process " + holder.pid() + " (java)");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        StateDatabase database = StateDatabase.open(Rows.settings(file));
        assertThat(database.status().trouble()).isNull();
        database.close();
    }

    @Test
    void onlyALockOnThatFileCounts() {
        List<String> locks = List.of(
                "1: FLOCK  ADVISORY  WRITE 11 fe:00:2146329 0 EOF",
                "2: POSIX  ADVISORY  WRITE 12 fe:00:21463290 0 EOF",
                "2: -> POSIX  ADVISORY  WRITE 13 fe:00:2146329 0 EOF",
                "3: POSIX  ADVISORY  WRITE 14 fe:00:2146329 0 EOF");

        assertThat(LockHolder.find(locks, "fe:00:2146329")).contains(14L);
        assertThat(LockHolder.find(locks, "fe:01:2146329")).isEmpty();
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Opens the database, says so, and keeps it until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (StateDatabase database = StateDatabase.open(Rows.settings(Path.of(arguments[0])))) {
                System.out.println(database.status().trouble() == null ? "open" : "in trouble");
                System.in.read();
            }
        }
    }
}
