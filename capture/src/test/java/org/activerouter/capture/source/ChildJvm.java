package org.activerouter.capture.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a test program in a process of its own: what concerns a whole process is tested from outside. */
public final class ChildJvm {
    private ChildJvm() {}

    /** A process that is not started; its complaints go to ours. {@code prefix} is a command that starts another. */
    public static ProcessBuilder of(
            List<String> prefix, List<String> options, Class<?> program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(program.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** What the program printed. */
    static String run(
            List<String> prefix, List<String> options, Class<?> program, List<String> arguments, File standardInput)
            throws IOException {
        Process process = of(prefix, options, program, arguments)
                .redirectInput(standardInput)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
