package org.activerouter.manager.command;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.activerouter.analyzer.AnalysisSettings;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.load.LoadLimits;
import org.activerouter.capture.tcp.TcpLimits;

/** One run of the program inside the test's process: its exit code and what it said. */
record CommandRun(ExitCode code, String out, String err) {
    static CommandRun of(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return of(out, false, new StopSignal(), arguments);
    }

    static CommandRun of(OutputStream out, boolean readerMayLeave, StopSignal stop, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Console console = new Console(out, readerMayLeave, false, errors, false);
        ExitCode code = new Program(console, stop).run(List.of(arguments));
        return new CommandRun(code, out.toString(), err.toString(StandardCharsets.UTF_8));
    }

    /** What a run without options analyses. */
    static AnalysisSettings settings() {
        return new AnalysisSettings(
                Map.of(8888, "opennap"), false, TcpLimits.defaults(), LoadLimits.defaults(), History.NONE);
    }

    /** The path of one of the real captures. */
    static String capture(String name) {
        try {
            return Path.of(Objects.requireNonNull(CommandRun.class.getResource("/captures/" + name))
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
