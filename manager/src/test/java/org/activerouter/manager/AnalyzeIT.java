package org.activerouter.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.activerouter.analyzer.history.StateDatabase;
import org.activerouter.analyzer.history.StateDatabaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code analyze} as a process: what cannot be seen from inside one. */
final class AnalyzeIT {
    private static final Path CAPTURES = Path.of("target/test-classes/captures").toAbsolutePath();
    private static final String MULTI = CAPTURES.resolve("multi.pcap").toString();

    @TempDir
    private Path folder;

    private final Image image = new Image();

    @Test
    void standardInputIsReadAsACapture() throws Exception {
        Image.Ran ran =
                image.run(Map.of(), Path.of("/bin/sh"), "-c", "cat \"$1\" | \"$0\" analyze -", launcher(), MULTI);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).containsPattern(":8888 +opennap +11 +410 +6754 +410 ");
    }

    @Test
    void whatIsNotAskedForIsNotLoaded() throws Exception {
        Path loaded = folder.resolve("loaded");

        Image.Ran ran = image.run(
                Map.of("ACTIVE_ROUTER_OPTS", "-Xlog:class+load:file=" + loaded), Image.LAUNCHER, "analyze", MULTI);

        assertThat(ran.code()).isZero();
        assertThat(Files.readString(loaded))
                .contains("org.activerouter.analyzer.Analysis")
                .doesNotContain("org.h2.", "com.zaxxer.", "ch.qos.logback.", "tools.jackson.", "com.sun.jna.");
    }

    @Test
    void aDatabaseThatAnotherProcessUsesIsRefused() throws Exception {
        Path file = folder.resolve("state");
        StateDatabase holder = StateDatabase.open(StateDatabaseSettings.inFile(file));
        try {
            Image.Ran ran = image.run(Map.of(), Image.LAUNCHER, "analyze", "--db", file.toString(), MULTI);

            assertThat(ran.code()).isEqualTo(74);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err())
                    .contains(
                            file.toString(),
                            String.valueOf(ProcessHandle.current().pid()));
        } finally {
            holder.close();
        }
    }

    @Test
    void standardOutputHoldsTheReportAloneHoweverMuchIsLogged() throws Exception {
        Image.Ran quiet = image.run(Map.of(), Image.LAUNCHER, "analyze", "--json", MULTI);
        Image.Ran verbose = image.run(
                Map.of(),
                Image.LAUNCHER,
                "analyze",
                "--json",
                "--verbose",
                "--db",
                folder.resolve("state").toString(),
                MULTI);

        assertThat(quiet.err()).isEmpty();
        assertThat(verbose.code()).isZero();
        assertThat(verbose.err()).contains("DEBUG");
        assertThat(verbose.out()).hasLineCount(1).startsWith("{").endsWith("}\n");
    }

    private static String launcher() {
        return Image.LAUNCHER.toString();
    }
}
