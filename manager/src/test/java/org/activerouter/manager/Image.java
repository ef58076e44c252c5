package org.activerouter.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The image that the build has left, and how it is run. */
final class Image {
    static final Path FOLDER = Path.of(System.getProperty("active-router.image"));
    static final Path LAUNCHER = FOLDER.resolve("bin/active-router");

    /** How a process has ended and what it said. */
    record Ran(int code, String out, String err) {}

    /** Runs a program to its end, with the environment given and nothing else of ours that could choose a Java. */
    Ran run(Map<String, String> environment, Path program, String... arguments)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("active-router", "out");
        Path err = Files.createTempFile("active-router", "err");
        try {
            Process process = builder(environment, program, arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Starts the launcher; its output is a pipe. */
    Process start(String... arguments) throws IOException {
        return builder(Map.of(), LAUNCHER, arguments).start();
    }

    private static ProcessBuilder builder(Map<String, String> environment, Path program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "ACTIVE_ROUTER_OPTS", "JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        return builder;
    }
}
